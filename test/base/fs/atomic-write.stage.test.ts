import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atomicWriteFile } from '../../../src/base/fs/atomic-write.js';
import { failureOf } from '../../helpers/failure-of.js';

test('a file system that takes no files of ours is said in a sentence', async () => {
  const { status, why } = await failureOf(atomicWriteFile('/proc/x', 'x'));
  assert.equal(status, 1);
  assert.match(why ?? '', /ENOENT/);
});
