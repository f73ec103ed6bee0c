import { mkdir } from 'node:fs/promises';
import { installTestTools } from '../helpers/test-tools.js';
import { prepareTestbed } from '../testbed/index.js';
import type { Bench } from './bench.js';
import { groups } from './groups.js';
import { machineLines } from './machine.js';
import { benchFolder, layOutProgram, removeProgram } from './program.js';
import { type Figure, figureTable } from './table.js';

/**
 * Measures our program beside what it is compared with, and prints a Markdown table; a limit that does not hold is
 * shown and nothing more. Words choose groups: `npm run bench -- lock download`; `--smoke` only shows that they run.
 */
async function main(args: readonly string[]): Promise<number> {
  const isSmoke = args.includes('--smoke');
  const words = args.filter((word) => word !== '--smoke');
  const unknown = words.find((word) => !Object.hasOwn(groups, word));
  if (unknown !== undefined) {
    process.stderr.write(`There is no group \`${unknown}\`; there are ${Object.keys(groups).join(', ')}.\n`);
    return 2;
  }
  const log = (line: string) => process.stderr.write(`${line}\n`);
  await mkdir(benchFolder, { recursive: true });
  installTestTools(log);
  const bench: Bench = { testbed: await prepareTestbed({ log }), log, isSmoke };
  const figures: Figure[] = [];
  try {
    await layOutProgram();
    for (const [name, measure] of Object.entries(groups)) {
      if (words.length > 0 && !words.includes(name)) continue;
      log(`> ${name}`);
      figures.push(...(await measure(bench)));
    }
  } finally {
    await removeProgram();
  }
  process.stdout.write(`${machineLines(args).join('\n')}\n\n${figureTable(figures)}\n`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
