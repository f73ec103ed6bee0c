import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { prepareInstalledDevice } from '../e2e/installed-device.js';
import { installTestTools } from '../helpers/test-tools.js';
import { projectFolder } from '../testbed/places.js';
import { allCases } from './cases/index.js';
import { type Outcome, runCase } from './run-case.js';

const work = path.join(projectFolder(), '.cache/matrix');

const usage = `Damages an installed system in every way that test/matrix/cases knows, and boots each.

npm run matrix                  every case that has no result yet with this build of the image
npm run matrix -- esp 'log '    the cases whose name contains one of the words
npm run matrix -- --fresh       forgets all results
npm run matrix -- --list        names the cases
npm run matrix -- --jobs 1      machines at a time (2)
`;

async function main(args: readonly string[]): Promise<number> {
  const jobsAt = args.indexOf('--jobs');
  const jobs = jobsAt < 0 ? 2 : Number(args[jobsAt + 1]);
  const words = args.filter((word, index) => !word.startsWith('--') && (jobsAt < 0 || index !== jobsAt + 1));
  const chosen = allCases.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  if (args.includes('--help') || !Number.isInteger(jobs) || jobs < 1 || chosen.length === 0) {
    process.stderr.write(usage);
    return args.includes('--help') ? 0 : 2;
  }
  if (args.includes('--list')) {
    for (const { name, should } of chosen) process.stdout.write(`${name}: ${should}\n`);
    return 0;
  }
  installTestTools((line) => process.stderr.write(`${line}\n`));
  if (args.includes('--fresh')) await rm(work, { recursive: true, force: true });
  const device = await prepareInstalledDevice('files');
  await mkdir(work, { recursive: true });
  const build = createHash('sha256').update(device.build).digest('hex').slice(0, 12);
  const results = path.join(work, `results-${build}.jsonl`);
  const known = new Map(readResults(results).map((outcome) => [outcome.name, outcome]));
  // A case that is asked for by name is run again.
  const queue = chosen.filter(({ name }) => words.length > 0 || !known.has(name));
  const workOff = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      process.stderr.write(`> ${next.name}\n`);
      const outcome = await runCase(next, { ...device, work });
      known.set(next.name, outcome);
      appendFileSync(results, `${JSON.stringify(outcome)}\n`);
      const { passed, name, did, seconds } = outcome;
      process.stderr.write(`${passed ? '✔' : '✖'} ${name}: ${did} (${seconds} s)\n`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, workOff));
  const outcomes = chosen.flatMap(({ name }) => known.get(name) ?? []);
  process.stdout.write(`${table(outcomes)}\n`);
  return outcomes.every(({ passed }) => passed) ? 0 : 1;
}

function readResults(file: string): Outcome[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Outcome);
}

/** Outcomes as a Markdown table, with their count above it. */
function table(outcomes: readonly Outcome[]): string {
  const right = outcomes.filter(({ passed }) => passed).length;
  const rows = outcomes.map(
    ({ name, should, did, restarts, seconds, passed }) =>
      `| ${name} | ${should} | ${did.replaceAll('|', '/')} | ${restarts} | ${seconds} | ${passed ? 'pass' : 'FAIL'} |`,
  );
  return [
    `${outcomes.length} cases, ${right} right.`,
    '',
    '| case | should | did | restarts | seconds | verdict |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

process.exitCode = await main(process.argv.slice(2));
