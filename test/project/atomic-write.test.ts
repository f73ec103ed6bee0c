import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { atomicWriteFile } from '../../src/project/atomic-write.js';
import { Failure } from '../../src/spec/failure.js';
import { folderWith } from './folder.js';

test('a file is replaced as a whole, in folders that are made, and no temporary file stays', async (t) => {
  const dir = folderWith(t, { 'a/f': 'old' });
  await atomicWriteFile(path.join(dir, 'a/f'), 'new');
  await atomicWriteFile(path.join(dir, 'b/c/g'), new Uint8Array([1, 2]), { mode: 0o755 });
  assert.equal(readFileSync(path.join(dir, 'a/f'), 'utf8'), 'new');
  assert.equal(statSync(path.join(dir, 'b/c/g')).mode & 0o777, 0o755);
  assert.deepEqual(readdirSync(path.join(dir, 'a')), ['f']);
  assert.deepEqual(readdirSync(path.join(dir, 'b/c')), ['g']);
});

test('what is in the way, and a full disk, are said in a sentence, and the old file stays', async (t) => {
  const dir = folderWith(t, { 'a/f': 'old' });
  mkdirSync(path.join(dir, 'a/d'));
  const table: [string, 1 | 2, RegExp][] = [
    [path.join(dir, 'a/d'), 2, /in the way/],
    [path.join(dir, 'a/f/g'), 2, /in the way/],
    ['/dev/full/x', 2, /in the way/],
    ['/proc/x', 1, /ENOENT/],
  ];
  for (const [file, status, why] of table) {
    await assert.rejects(atomicWriteFile(file, 'x'), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.exitStatus, status);
      assert.match(error.facts.why ?? '', why);
      return true;
    });
  }
  assert.equal(readFileSync(path.join(dir, 'a/f'), 'utf8'), 'old');
  assert.deepEqual(readdirSync(path.join(dir, 'a')).sort(), ['d', 'f']);
});
