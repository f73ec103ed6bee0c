import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { digestTree } from '../../src/pipeline/file-digest.js';
import { failureOf } from '../helpers/failure-of.js';
import { mustRun } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

test('a pipe or a device is refused by name', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, { 'etc/a': '' });
  mustRun('mkfifo', [path.join(dir, 'etc/pipe')]);
  const failure = await failureOf(digestTree(dir));
  assert.equal(failure.status, 2);
  assert.equal(failure.where, path.join(dir, 'etc/pipe'));
});
