import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installTestTools } from '../helpers/test-tools.js';
import { prepareTestbed } from '../testbed/index.js';
import { projectFolder } from '../testbed/places.js';
import { picturesFolder, runPictures, screenPictures } from './story.js';
import { screenSvg } from './svg.js';

/** Takes the pictures of the README and the manual from the bundled program. */
const root = projectFolder();
const program = [process.execPath, path.join(root, 'dist/cli.js')];
const log = (line: string) => process.stderr.write(`${line}\n`);

installTestTools(log);
// `screens` leaves the run out, which takes minutes.
const pictures = await screenPictures(program);
if (!process.argv.includes('screens')) {
  pictures.push(...(await runPictures(program, await prepareTestbed({ log }))));
}
for (const { name, cells } of pictures) {
  const file = path.join(root, picturesFolder, `${name}.svg`);
  await writeFile(file, screenSvg(cells, 'tmpfsroot-wizard'));
  log(file);
}
