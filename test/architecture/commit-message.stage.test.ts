import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';

test('the hook for commit messages measures the subject in characters', (t) => {
  const file = path.join(scratchFolder(t), 'message');
  const statusOf = (message: string) => {
    writeFileSync(file, message);
    return runProgram(packageFile('.githooks/commit-msg'), [file]).status;
  };
  assert.equal(statusOf(`${'x'.repeat(72)}\n\nA body of any length: ${'y'.repeat(200)}\n`), 0);
  assert.equal(statusOf(`# a comment\n\n${'ü'.repeat(72)}\n`), 0);
  assert.equal(statusOf(`${'x'.repeat(73)}\n`), 1);
  assert.equal(statusOf(`Merge branch '${'x'.repeat(80)}'\n`), 0);
});
