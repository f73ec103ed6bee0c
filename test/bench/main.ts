import { mkdir } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { installTestTools } from '../helpers/test-tools.js';
import { prepareTestbed } from '../testbed/index.js';
import { buildFigures } from './build-figures.js';
import { downloadFigures } from './download-figure.js';
import { lockFigures } from './lock-figure.js';
import { memoryFigures } from './memory-figure.js';
import { benchFolder, bundleProgram, removeProgram } from './program.js';
import { type Figure, figureTable } from './table.js';
import { wizardFigures } from './wizard-figures.js';

const groups = {
  lock: lockFigures,
  build: buildFigures,
  download: downloadFigures,
  memory: memoryFigures,
  wizard: wizardFigures,
} as const;

/**
 * Measures our program beside what it is compared with, and prints a table; a limit that does not hold is shown
 * and nothing more. Words choose groups: `npm run bench -- lock download`.
 */
async function main(words: readonly string[]): Promise<number> {
  const unknown = words.find((word) => !Object.hasOwn(groups, word));
  if (unknown !== undefined) {
    process.stderr.write(`There is no group \`${unknown}\`; there are ${Object.keys(groups).join(', ')}.\n`);
    return 2;
  }
  const log = (line: string) => process.stderr.write(`${line}\n`);
  await mkdir(benchFolder, { recursive: true });
  installTestTools(log);
  const testbed = await prepareTestbed({ log });
  const figures: Figure[] = [];
  try {
    await bundleProgram();
    for (const [name, measure] of Object.entries(groups)) {
      if (words.length > 0 && !words.includes(name)) continue;
      log(`> ${name}`);
      figures.push(...(await measure(testbed, log)));
    }
  } finally {
    await removeProgram();
  }
  const load = loadavg().map((one) => one.toFixed(1));
  process.stdout.write(
    `${figureTable(figures)}\nLoad at the end: ${load.join(' ')} on ${availableParallelism()} processors.\n`,
  );
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
