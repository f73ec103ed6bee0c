import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { runProgram } from '../helpers/run-program.js';
import { groups } from './groups.js';

const main = packageFile('build/test/bench/main.js');

for (const group of Object.keys(groups)) {
  test(`the bench still measures: ${group}`, () => {
    const { status, stdout, stderr } = runProgram(process.execPath, [main, '--smoke', group], {
      env: { ...process.env } as Record<string, string>,
      timeoutMs: 15 * 60_000,
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^- Engine: native$/m);
    const [, , ...rows] = stdout.split('\n').filter((line) => line.startsWith('| '));
    assert.ok(rows.length > 0, stdout);
    // Whether limits hold is not judged, only that there is something to hold against them.
    assert.doesNotMatch(stdout, /NaN|undefined|Infinity/);
  });
}

test('a group that there is not is an error of the input', () => {
  const { status, stderr } = runProgram(process.execPath, [main, 'locks']);
  assert.equal(status, 2);
  assert.match(stderr, /There is no group `locks`; there are lock, build, download, memory, wizard/);
});
