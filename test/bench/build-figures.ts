import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openProjectFromOptions } from '../../src/commands/project-options.js';
import { readLock } from '../../src/rpm/lock-file.js';
import { writeImageProject } from '../e2e/image-project.js';
import type { Testbed } from '../testbed/index.js';
import { type ByHandTimes, buildByHand, copyProject } from './by-hand.js';
import { benchFolder, cachePath, type OursOptions, ours, removeFolder } from './program.js';
import { compared, type Figure, seconds } from './table.js';
import { median, medianTimes, settle, type Times, timed } from './timing.js';

const rounds = 2;
const repeats = 5;

interface Rounds {
  fromNothing: Times[];
  withPackages: Times[];
  byHand: ByHandTimes[];
  /** The digests of each build, in one text. */
  digests: string[];
}

/** Whole builds beside the same work by hand, builds with nothing and with one file changed, and their digests. */
export async function buildFigures(testbed: Testbed, log: (line: string) => void): Promise<Figure[]> {
  const dir = path.join(benchFolder, 'build');
  await removeFolder(dir);
  const first = await lockedProject(testbed, dir);
  const results: Rounds = { fromNothing: [], withPackages: [], byHand: [], digests: [] };
  let last = first;
  for (let round = 0; round < rounds; round += 1) {
    // Other folders each time: digests must not depend on where something is built.
    last = await oneRound(testbed, first, path.join(dir, `round-${round}`), results, log);
  }
  const whole = medianTimes(results.withPackages).seconds;
  const nothing = await repeatedly(last, async () => {});
  const override = path.join(last.project, 'root.override');
  const aFile = await repeatedly(
    last,
    (index) => change(path.join(override, 'usr/local/share/bench'), index),
    3,
  );
  const aUnit = await repeatedly(
    last,
    (index) => change(path.join(override, 'etc/systemd/system/bench.service'), index),
    1,
  );
  return [...wholeFigures(results), ...repeatFigures(whole, nothing, aFile, aUnit), digestFigure(results)];
}

async function lockedProject(testbed: Testbed, dir: string): Promise<OursOptions> {
  const options = { project: path.join(dir, 'project'), cache: path.join(dir, 'cache') };
  await writeImageProject(options.project, testbed, { name: 'bench' });
  await timed(ours(['lock'], options));
  return options;
}

async function oneRound(
  testbed: Testbed,
  from: OursOptions,
  dir: string,
  results: Rounds,
  log: (line: string) => void,
): Promise<OursOptions> {
  const options = { project: path.join(dir, 'project'), cache: path.join(dir, 'cache') };
  await mkdir(dir, { recursive: true });
  await copyProject(from.project, options.project);
  const build = async () => {
    await settle();
    const took = await timed(ours(['build'], options));
    results.digests.push(await readFile(path.join(options.project, 'output/SHA256SUMS'), 'utf8'));
    return took;
  };
  const fromNothing = await build();
  const hand = await byHand(testbed, options, path.join(dir, 'hand'));
  await removeFolder(cachePath(options.cache, 'stages'));
  await removeFolder(path.join(options.project, 'output'));
  const withPackages = await build();
  results.fromNothing.push(fromNothing);
  results.byHand.push(hand);
  results.withPackages.push(withPackages);
  const pair = (own: Times, other: Times) => `${seconds(own.seconds)}, by hand ${seconds(other.seconds)}`;
  log(`  from nothing ${pair(fromNothing, hand.fromNothing)}`);
  log(`  with packages ${pair(withPackages, hand.withPackages)}`);
  log(`  by hand: ${hand.steps.map((step) => `${step.title} ${seconds(step.seconds)}`).join(', ')}`);
  return options;
}

async function byHand(testbed: Testbed, options: OursOptions, dir: string): Promise<ByHandTimes> {
  await mkdir(dir);
  const context = { cwd: options.project, env: { HOME: process.env.HOME } };
  const project = await openProjectFromOptions({ C: options.project }, context, 'build');
  const lock = await readLock(path.join(options.project, 'rpms.lock'));
  await settle();
  const times = await buildByHand({ project, lock, testbed, dir });
  await removeFolder(dir);
  return times;
}

async function repeatedly(
  options: OursOptions,
  before: (index: number) => Promise<void>,
  times = repeats,
): Promise<number> {
  const took: number[] = [];
  for (let index = 0; index < times; index += 1) {
    await before(index);
    await settle();
    took.push((await timed(ours(['build'], options))).seconds);
  }
  return median(took);
}

async function change(file: string, index: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `# change ${index}\n`);
}

function wholeFigures({ fromNothing, withPackages, byHand }: Rounds): Figure[] {
  return [
    ...compared(
      `build, packages in the store / its tools by hand (${rounds} rounds)`,
      withPackages,
      byHand.map((times) => times.withPackages),
      1.1,
    ),
    ...compared(
      'build, empty store on the same disk / by hand',
      fromNothing,
      byHand.map((times) => times.fromNothing),
      1.1,
    ),
  ];
}

function repeatFigures(whole: number, nothing: number, aFile: number, aUnit: number): Figure[] {
  const share = (name: string, own: number, limit: number | null): Figure => ({
    name,
    ours: seconds(own),
    reference: seconds(whole),
    value: own / whole,
    limit,
  });
  return [
    {
      name: `second build, nothing changed (median of ${repeats})`,
      ours: seconds(nothing),
      reference: '',
      value: nothing,
      limit: 0.5,
      unit: 's',
    },
    share('the same / first build', nothing, 0.03),
    share('one file of root.override changed / first build', aFile, 0.25),
    share('one unit in etc/systemd/system changed / first build', aUnit, null),
  ];
}

function digestFigure({ digests }: Rounds): Figure {
  const different = new Set(digests).size;
  return {
    name: `different digests of ${digests.length} builds in ${rounds} folders`,
    ours: String(different),
    reference: '1',
    value: different,
    limit: 1,
  };
}
