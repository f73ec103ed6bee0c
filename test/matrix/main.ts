import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../../src/engine/package-file.js';
import { install } from '../e2e/device.js';
import { writeImageProject } from '../e2e/image-project.js';
import { mustCli } from '../helpers/cli.js';
import { mustRun } from '../helpers/run-program.js';
import { installTestTools } from '../helpers/test-tools.js';
import { prepareTestbed } from '../testbed/index.js';
import type { Case } from './case.js';
import { allCases } from './cases/index.js';
import { type Installation, type Outcome, runCase } from './run-case.js';

const work = path.join(packageFile('package.json'), '../.cache/matrix');
const results = path.join(work, 'results.jsonl');

const usage = `Damages an installed system in every way that test/matrix/cases knows, and boots each.

npm run matrix                  every case that has no result yet
npm run matrix -- esp 'log '    the cases whose name contains one of the words
npm run matrix -- --fresh       builds and installs again, and forgets all results
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
  const installation = await prepare();
  const known = new Map(readResults().map((outcome) => [outcome.name, outcome]));
  // A case that is asked for by name is run again.
  const queue = chosen.filter(({ name }) => words.length > 0 || !known.has(name));
  await Promise.all(Array.from({ length: jobs }, () => worker(queue, installation, known)));
  const outcomes = chosen.flatMap(({ name }) => known.get(name) ?? []);
  process.stdout.write(`${table(outcomes)}\n`);
  return outcomes.every(({ passed }) => passed) ? 0 : 1;
}

async function worker(queue: Case[], installation: Installation, known: Map<string, Outcome>): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    process.stderr.write(`> ${next.name}\n`);
    const outcome = await runCase(next, installation);
    known.set(next.name, outcome);
    appendFileSync(results, `${JSON.stringify(outcome)}\n`);
    process.stderr.write(
      `${outcome.passed ? '✔' : '✖'} ${next.name}: ${outcome.did} (${outcome.seconds} s)\n`,
    );
  }
}

function readResults(): Outcome[] {
  if (!existsSync(results)) return [];
  const lines = readFileSync(results, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Outcome);
}

/** Builds the image of the end-to-end tests and installs it from its ISO, unless that was done. */
async function prepare(folder = work): Promise<Installation> {
  const project = path.join(folder, 'project');
  const disk = path.join(folder, 'installed.raw');
  const installation = { disk, iso: path.join(project, 'output/matrix-installer.iso'), work: folder };
  if (existsSync(`${disk}.vars`) && existsSync(path.join(folder, 'installed'))) return installation;
  await mkdir(folder, { recursive: true });
  await writeImageProject(project, await prepareTestbed(), { name: 'matrix' });
  const options = ['--engine', 'native', '--cache-dir', path.join(folder, '../e2e/cache')];
  await mustCli(['lock', ...options], { cwd: project });
  await mustCli(['build', ...options], { cwd: project });
  await rm(disk, { force: true });
  mustRun('truncate', ['-s', '1000M', disk]);
  await install({ disk, iso: installation.iso, dir: folder, name: 'install' });
  mustRun('touch', [path.join(folder, 'installed')]);
  return installation;
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
