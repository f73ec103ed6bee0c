import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openProjectFromOptions } from '../../src/commands/project-options.js';
import { readLock } from '../../src/rpm/lock/lock-file.js';
import { writeImageProject } from '../e2e/image-project.js';
import type { Testbed } from '../testbed/index.js';
import type { Bench } from './bench.js';
import { type ByHandTimes, buildByHand, copyProject } from './by-hand.js';
import { benchFolder, cachePath, type OursOptions, ours, removeFolder } from './program.js';
import { compared, type Figure, seconds } from './table.js';
import { median, medianTimes, settle, type Times, timed } from './timing.js';

interface Rounds {
  fromNothing: Times[];
  withPackages: Times[];
  byHand: ByHandTimes[];
  /** Builds right after the one with packages, in each round. */
  nothing: Times[];
  aFile: Times[];
  aUnit: Times[];
  /** The digests of each build, in one text. */
  digests: string[];
}

/** Whole builds beside the same work by hand, builds with nothing and with one file changed, and their digests. */
export async function buildFigures({ testbed, log, isSmoke }: Bench): Promise<Figure[]> {
  // The smoke run has one figure of each kind, and takes the first build and the first change for the second ones.
  const rounds = isSmoke ? 1 : 2;
  const dir = path.join(benchFolder, 'build');
  await removeFolder(dir);
  const first = await lockedProject(testbed, dir);
  const results: Rounds = {
    ...{ fromNothing: [], withPackages: [], byHand: [], nothing: [], aFile: [], aUnit: [], digests: [] },
  };
  for (let round = 0; round < rounds; round += 1) {
    // Other folders each time: digests must not depend on where something is built.
    await oneRound(testbed, first, path.join(dir, `round-${round}`), results, { log, isSmoke });
  }
  return [...wholeFigures(results), ...repeatFigures(results), digestFigure(results)];
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
  { log, isSmoke }: Pick<Bench, 'log' | 'isSmoke'>,
): Promise<void> {
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
  const again = async () => {
    await removeFolder(cachePath(options.cache, 'stages'));
    await removeFolder(path.join(options.project, 'output'));
    return await build();
  };
  const withPackages = isSmoke ? fromNothing : await again();
  results.fromNothing.push(fromNothing);
  results.byHand.push(hand);
  results.withPackages.push(withPackages);
  const pair = (own: Times, other: Times) => `${seconds(own.seconds)}, by hand ${seconds(other.seconds)}`;
  log(`  from nothing ${pair(fromNothing, hand.fromNothing)}`);
  log(`  with packages ${pair(withPackages, hand.withPackages)}`);
  log(`  by hand: ${hand.steps.map((step) => `${step.title} ${seconds(step.seconds)}`).join(', ')}`);
  results.nothing.push(medianTimes(await repeatedly(isSmoke ? 1 : 3, () => timed(ours(['build'], options)))));
  const override = path.join(options.project, 'root.override');
  const afterChange = async (file: string) => {
    await change(path.join(override, file));
    await settle();
    return timed(ours(['build'], options));
  };
  results.aFile.push(await afterChange('usr/local/share/bench'));
  results.aUnit.push(
    isSmoke ? (results.aFile.at(-1) as Times) : await afterChange('etc/systemd/system/bench.service'),
  );
  log(
    `  one file ${seconds(results.aFile.at(-1)?.seconds ?? 0)}, one unit ${seconds(results.aUnit.at(-1)?.seconds ?? 0)}`,
  );
}

async function byHand(testbed: Testbed, options: OursOptions, dir: string): Promise<ByHandTimes> {
  await mkdir(dir);
  const { stderr } = process;
  const { signal } = new AbortController();
  const context = { cwd: options.project, env: { HOME: process.env.HOME }, stderr, signal };
  const project = await openProjectFromOptions({ C: options.project }, context, 'build');
  const lock = await readLock(path.join(options.project, 'rpms.lock'));
  await settle();
  const times = await buildByHand({ project, lock, testbed, dir });
  await removeFolder(dir);
  return times;
}

async function repeatedly(count: number, work: () => Promise<Times>): Promise<Times[]> {
  const times: Times[] = [];
  for (let index = 0; index < count; index += 1) times.push(await work());
  return times;
}

async function change(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '# changed\n');
}

function wholeFigures({ fromNothing, withPackages, byHand }: Rounds): Figure[] {
  return [
    ...compared(
      `build, packages in the store / its tools by hand (${byHand.length} rounds)`,
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

function repeatFigures({ withPackages, nothing, aFile, aUnit }: Rounds): Figure[] {
  const took = median(nothing.map((times) => times.seconds));
  return [
    {
      name: 'second build, nothing changed',
      ours: seconds(took),
      reference: '',
      value: took,
      limit: 0.5,
      unit: 's',
    },
    ...compared('second build / first, both with packages in the store', nothing, withPackages, 0.03),
    ...compared('one file of root.override changed / first', aFile, withPackages, 0.25),
    // A unit may be one that dracut reads, so the initramfs is made again.
    ...compared('one unit in etc/systemd/system changed / first', aUnit, withPackages, null),
  ];
}

function digestFigure({ digests }: Rounds): Figure {
  const different = new Set(digests).size;
  return {
    name: `different digests of ${digests.length} builds, in another folder each round`,
    ours: String(different),
    reference: '1',
    value: different,
    limit: 1,
  };
}
