import assert from 'node:assert/strict';
import type { Ran } from '../helpers/run-program.js';
import { type CliProject, filesBelow, temporaryBelow } from './cli-project.js';

/** One clear error: the status, one message that says all that is asked for, and nothing that only we can read. */
export function assertError({ status, stdout, stderr }: Ran, expected: number, ...says: RegExp[]): void {
  assert.equal(status, expected, stderr);
  assert.equal(stderr.match(/^Error: /gm)?.length, 1, stderr);
  for (const text of says) assert.match(stderr, text);
  assert.doesNotMatch(stderr + stdout, /^\s+at .+:\d+:\d+\)?$/m);
  assert.doesNotMatch(stderr, /Unexpected error|undefined|\[object/);
}

/** Input that is wrong must be seen before anything is written, be it only a log. */
export async function assertRefused(
  project: CliProject,
  words: readonly string[],
  ...says: RegExp[]
): Promise<void> {
  // What was read of key files is remembered whatever becomes of the project.
  const cached = () => filesBelow(project.cacheDir).filter((line) => !/^keys[ /]/.test(line));
  const before = [filesBelow(project.dir), cached()];
  assertError(await project.run(words), 2, ...says);
  assert.deepEqual([filesBelow(project.dir), cached()], before);
}

/** What a stage that failed may leave: the log, how long the stages before it took, and nothing that is half-made. */
export function assertOnlyLogs(project: CliProject, before: readonly string[]): void {
  const names = (list: readonly string[]) => list.map((line) => line.split(' ')[0]);
  const known = new Set(names(before));
  const added = names(filesBelow(project.dir)).filter((name) => !known.has(name));
  assert.deepEqual(
    added.filter((name) => !/^output(\/logs(\/[^/]+\.log)?|\/\.stage-times\.json)?$/.test(name ?? '')),
    [],
  );
  assert.deepEqual(temporaryBelow(project.cacheDir), []);
}
