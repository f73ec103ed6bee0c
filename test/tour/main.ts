import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installTestTools } from '../helpers/test-tools.js';
import { prepareTestbed } from '../testbed/index.js';
import { projectFolder } from '../testbed/places.js';
import { type Cast, castText, parseCast } from './cast.js';
import { framesOf } from './frames.js';
import { assertPublic } from './public-text.js';
import { recordTour } from './story.js';
import { tourSvg } from './tour-svg.js';

/** Milliseconds that a screen of the picture stands at least: the first with which it is small enough is taken. */
const leastTimes = [250, 400, 600, 1000, 2000];

/** A page with a larger picture is slow to open. */
const mostBytes = 400_000;

/** Records the tour of the README with the bundled program: as an asciicast, and as a picture that moves. */
const root = projectFolder();
const program = [process.execPath, path.join(root, 'dist/cli.js')];
const log = (line: string) => process.stderr.write(`${line}\n`);

installTestTools(log);
const recorded = castText(await recordTour(program, await prepareTestbed({ log })));
// Where this clone lies is nobody's business; as long a name, so that lines end where they did.
const elsewhere = `/opt/${'tmpfsroot-wizard'.padEnd(root.length, '-').slice(0, root.length - '/opt/'.length)}`;
const text = recorded.replaceAll(root, elsewhere);
// It took a quarter of an hour: what is wrong with it can be seen there.
await writeFile(path.join(root, 'build/tour.cast'), text);
assertPublic(text);
for (const [name, content] of [
  ['docs/pictures/tour.cast', text],
  ['docs/pictures/tour.svg', await smallPicture(parseCast(text))],
] as const) {
  await writeFile(path.join(root, name), content);
  log(`${name}: ${Math.round(content.length / 1024)} KiB`);
}

async function smallPicture(cast: Cast): Promise<string> {
  for (const leastMs of leastTimes) {
    const svg = tourSvg(await framesOf(cast, leastMs), cast.title);
    if (svg.length <= mostBytes) return svg;
  }
  throw new Error(`The picture has more than ${mostBytes} bytes.`);
}
