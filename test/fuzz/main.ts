/** `npm run fuzz`: the properties of the unit tests with as many inputs as fit into the time that is given. */

import { parseArgs } from 'node:util';
import { exitStatus } from '../../src/base/failure.js';
import { type FuzzOptions, fuzz } from './fuzz.js';

const usage = `npm run fuzz -- [OPTIONS]

Tries generated inputs of every kind. Each finding is printed with the smallest input that shows it. The exit status
is 0 without a finding, and 1 with one.

  --minutes N    how long (1)
  --seed S       the seed that an earlier run printed; another one each time if absent
`;

function readOptions(args: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } },
  });
  const minutes = Number(values.minutes);
  const seed = Number(values.seed ?? Date.now() % 2 ** 31);
  if (!(minutes > 0)) throw new Error(`--minutes ${values.minutes} is not a number above 0.`);
  if (!Number.isInteger(seed)) throw new Error(`--seed ${values.seed} is not a whole number.`);
  return { minutes, seed };
}

function main(args: readonly string[]): number {
  if (args.includes('--help')) {
    process.stdout.write(usage);
    return exitStatus.done;
  }
  try {
    const options = readOptions(args);
    const { findings } = fuzz(options, (line) => process.stdout.write(`${line}\n`));
    return findings === 0 ? exitStatus.done : exitStatus.stageFailed;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    return exitStatus.badInput;
  }
}

process.exitCode = main(process.argv.slice(2));
