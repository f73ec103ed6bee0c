import assert from 'node:assert/strict';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { Ran } from '../helpers/run-program.js';
import { type CliProject, cliProject, fillSharedCache, linkCache } from './cli-project.js';

export const iso = 'small-installer.iso';
const stages = ['packages', 'tree', 'compose', 'initramfs', 'slot', iso];

/** A project that was built to its ISO, with a cache of its own. */
export async function builtProject(
  t: TestContext,
): Promise<CliProject & { iso: string; rebuild(): Promise<string[]> }> {
  const project = await cliProject(t);
  await linkCache(project, 'packages', 'metadata', 'stages');
  const rebuild = async () => redone(await project.must(['build', '--output', 'iso', '--json']));
  await rebuild();
  return { ...project, iso: path.join(project.dir, 'output', iso), rebuild };
}

/** The stages that a run did not take from an earlier one. */
function redone({ stdout }: Ran): string[] {
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; task?: string; result?: string | null });
  const done = events.filter(({ event, task }) => event === 'task-done' && stages.includes(task ?? ''));
  assert.deepEqual(
    done.map(({ task }) => task),
    stages,
  );
  return done.filter(({ result }) => !/^unchanged/.test(result ?? '')).map(({ task }) => task as string);
}

/** Puts into the shared cache what is built from. */
export async function fillOnce(): Promise<void> {
  const undo: (() => void)[] = [];
  const project = await cliProject({ after: (one) => undo.push(one) });
  await fillSharedCache(project);
  for (const one of undo) one();
}
