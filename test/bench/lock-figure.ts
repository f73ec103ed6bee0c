import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { packages, writeImageProject } from '../e2e/image-project.js';
import type { Testbed } from '../testbed/index.js';
import type { Bench } from './bench.js';
import { benchFolder, ours, removeFolder } from './program.js';
import { compared, type Figure } from './table.js';
import { inTurn, type PlainCommand, timed } from './timing.js';

/** `lock` beside a bare dnf that solves the same list from the same repositories; both have their metadata. */
export async function lockFigures({ testbed, isSmoke }: Bench): Promise<Figure[]> {
  const rounds = isSmoke ? 1 : 9;
  const dir = path.join(benchFolder, 'lock');
  await removeFolder(dir);
  const project = path.join(dir, 'project');
  await writeImageProject(project, testbed, { name: 'bench' });
  const lock = ours(['lock'], { project, cache: path.join(dir, 'cache') });
  const solve = await dnfSolve(testbed, dir);
  const { output } = await timed(solve);
  if (!/Install +\d+ Packages/.test(output)) throw new Error(`dnf did not solve the list:\n${output}`);
  await timed(lock);
  const [own, dnf] = await inTurn(
    rounds,
    () => timed(lock),
    () => timed(solve),
  );
  return compared(`lock / bare dnf solve (${rounds} rounds)`, own, dnf, 1.2);
}

async function dnfSolve(testbed: Testbed, dir: string): Promise<PlainCommand> {
  const root = path.join(dir, 'empty-root');
  await mkdir(root, { recursive: true });
  const repositories = testbed.repositories.flatMap((repository) => [
    `--repofrompath=bench-${repository.id},file://${repository.dir}`,
    `--repo=bench-${repository.id}`,
  ]);
  return {
    program: 'dnf',
    args: [
      ...[
        `--installroot=${root}`,
        `--releasever=${testbed.release}`,
        `--setopt=cachedir=${path.join(dir, 'dnf')}`,
      ],
      // Without a key dnf refuses to begin; nothing is verified by a solve.
      ...[`--setopt=*.gpgkey=file://${testbed.key}`, '--setopt=install_weak_deps=False'],
      ...repositories,
      ...['--assumeno', 'install', ...packages],
    ],
    // The answer no.
    okStatuses: [1],
  };
}
