import assert from 'node:assert/strict';
import { packageFile } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';

/** The program that measures. */
export const benchProgram = packageFile('build/test/bench/main.js');

/** Groups that build nothing whole: those that are tried at each push. */
export const quickGroups: readonly string[] = ['lock', 'boot', 'download', 'wizard'];

/** Runs a group once, and sees that it has something to hold against its limits; whether they hold is not judged. */
export function assertSmoke(group: string): void {
  const { status, stdout, stderr } = runProgram(process.execPath, [benchProgram, '--smoke', group], {
    env: { ...process.env } as Record<string, string>,
    timeoutMs: 15 * 60_000,
  });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^- Engine: native$/m);
  const [, , ...rows] = stdout.split('\n').filter((line) => line.startsWith('| '));
  assert.ok(rows.length > 0, stdout);
  assert.doesNotMatch(stdout, /NaN|undefined|Infinity/);
}
