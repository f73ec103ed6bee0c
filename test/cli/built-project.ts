import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun, type Ran } from '../helpers/run-program.js';
import { type CliProject, cliProject, linkCache } from './cli-project.js';

/** Name of the installer in `output/`. */
export const iso = 'small-installer.iso';

/** A project that makes an ISO, with a cache that has what it is made of. */
export async function projectWithCache(t: Parameters<typeof cliProject>[0]): Promise<CliProject> {
  const project = await cliProject(t);
  await project.edit({ outputs: ['iso'] });
  await linkCache(project, 'packages', 'stages');
  return project;
}

/** A file of the stage that the last build took. */
export function stageOf(project: CliProject, stage: 'tree' | 'slot', file: string): string {
  const { keys } = JSON.parse(readFileSync(path.join(project.dir, 'output/build.json'), 'utf8')) as {
    keys: Record<string, string>;
  };
  return path.join(project.cacheDir, 'stages', `${stage}-${keys[stage]}`, file);
}

/** Content of a file of the ISO. */
export function onMedium(project: CliProject, file: string): string {
  const source = path.join(project.dir, 'output', iso);
  const target = path.join(project.scratch, 'extracted');
  mustRun('rm', ['-f', target]);
  mustRun('xorriso', ['-osirrox', 'on', '-indev', source, '-extract', file, target]);
  return readFileSync(target, 'utf8');
}

/** Paths of everything on the ISO. */
export function listOfMedium(project: CliProject): string {
  return mustRun('xorriso', ['-indev', path.join(project.dir, 'output', iso), '-find', '/']);
}

function eventsOf({ stdout }: Ran) {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; task?: string; result?: string });
}

/** Tasks that did something. */
export function redone(ran: Ran): string[] {
  return eventsOf(ran)
    .filter(
      ({ event, task, result }) =>
        event === 'task-done' && task !== 'record' && !/^unchanged/.test(result ?? ''),
    )
    .map(({ task }) => task as string);
}

/** The log of the only run so far. */
export function logOf(project: CliProject): string {
  const logs = path.join(project.dir, 'output/logs');
  const names = readdirSync(logs).filter((name) => name.includes('-build-'));
  assert.equal(names.length, 1);
  return readFileSync(path.join(logs, names[0] as string), 'utf8');
}
