import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { run } from '../../src/commands/wizard.js';
import { failureOf } from '../helpers/failure-of.js';

const context = () => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  return { cwd: '/', env: {}, stdin, stdout, stderr, signal: new AbortController().signal };
};

test('an unknown flag of the wizard is refused with the one that was meant', async () => {
  const table: [string, RegExp][] = [
    ['--plian', /^Did you mean `--plain`\? See /],
    ['--no-muose', /^Did you mean `--no-mouse`\? See /],
    ['--something-else', /^See `tmpfsroot-wizard --help`/],
  ];
  for (const [flag, remedy] of table) {
    const failure = await failureOf(run([flag], context()));
    assert.equal(failure.status, 2);
    assert.ok(failure.what.includes(`\`${flag}\``), failure.what);
    assert.match(failure.remedy ?? '', remedy);
  }
});
