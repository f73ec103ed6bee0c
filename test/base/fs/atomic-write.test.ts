import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { atomicWriteFile } from '../../../src/base/fs/atomic-write.js';
import { failureOf } from '../../helpers/failure-of.js';
import { folderWith } from '../../project/folder.js';

test('a file is replaced as a whole, in folders that are made, and no temporary file stays', async (t) => {
  const dir = folderWith(t, { 'a/f': 'old' });
  await atomicWriteFile(path.join(dir, 'a/f'), 'new');
  await atomicWriteFile(path.join(dir, 'b/c/g'), new Uint8Array([1, 2]), { mode: 0o755 });
  assert.equal(readFileSync(path.join(dir, 'a/f'), 'utf8'), 'new');
  assert.equal(statSync(path.join(dir, 'b/c/g')).mode & 0o777, 0o755);
  assert.deepEqual(readdirSync(path.join(dir, 'a')), ['f']);
  assert.deepEqual(readdirSync(path.join(dir, 'b/c')), ['g']);
});

test('what is in the way is said in a sentence, and the old file stays', async (t) => {
  const dir = folderWith(t, { 'a/f': 'old' });
  mkdirSync(path.join(dir, 'a/d'));
  for (const file of ['a/d', 'a/f/g']) {
    const { status, why } = await failureOf(atomicWriteFile(path.join(dir, file), 'x'));
    assert.equal(status, 2);
    assert.match(why ?? '', /Something else has that name/);
  }
  assert.equal(readFileSync(path.join(dir, 'a/f'), 'utf8'), 'old');
  assert.deepEqual(readdirSync(path.join(dir, 'a')).sort(), ['d', 'f']);
});
