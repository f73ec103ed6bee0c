import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { digestTree, sha256OfFile } from '../../../src/base/fs/file-digest.js';
import { readFolder } from '../../../src/base/fs/folder-entries.js';
import { failureOf } from '../../helpers/failure-of.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';

test('a folder that is not there has nothing in it', async (t) => {
  assert.deepEqual(await digestTree(path.join(scratchFolder(t), 'root.override')), []);
});

test('every change that the image would show changes the digests, no other does', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, { 'etc/motd': 'hello', 'etc/conf.d/a': '1', 'bin/run': '#!/bin/sh' });
  mkdirSync(path.join(dir, 'empty'));
  symlinkSync('motd', path.join(dir, 'etc/issue'));
  const at = (name: string) => path.join(dir, name);
  const now = async () => JSON.stringify(await digestTree(dir));
  let before = await now();

  const changes: [string, () => void][] = [
    ['content', () => writeFileSync(at('etc/motd'), 'hullo')],
    ['mode of a file', () => chmodSync(at('bin/run'), 0o755)],
    ['setuid', () => chmodSync(at('bin/run'), 0o4755)],
    ['mode of a folder', () => chmodSync(at('empty'), 0o711)],
    ['name', () => renameSync(at('etc/conf.d/a'), at('etc/conf.d/b'))],
    ['a new empty folder', () => mkdirSync(at('empty/er'))],
    ['a new empty file', () => writeFileSync(at('etc/new'), '')],
    [
      'target of a link',
      () => {
        rmSync(at('etc/issue'));
        symlinkSync('conf.d', at('etc/issue'));
      },
    ],
    [
      'a link instead of the file that it leads to',
      () => {
        rmSync(at('etc/new'));
        symlinkSync('motd', at('etc/new'));
      },
    ],
    ['a file that is gone', () => rmSync(at('etc/motd'))],
  ];
  for (const [what, change] of changes) {
    change();
    const after = await now();
    assert.notEqual(after, before, what);
    before = after;
  }
  utimesSync(at('bin/run'), 1, 1);
  assert.equal(await now(), before, 'times do not count');
});

test('paths are relative, sorted, and those of folders and broken links among them', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, { 'b/x': '1', 'a.txt': '2', 'a/y': '3' });
  symlinkSync('/nowhere', path.join(dir, 'c'));
  assert.deepEqual(
    (await digestTree(dir)).map(({ path: name }) => name),
    ['a', 'a/y', 'a.txt', 'b', 'b/x', 'c'],
  );
});

test('the digest of a large file is that of its bytes, which are counted', async (t) => {
  const file = path.join(scratchFolder(t), 'large');
  const content = Buffer.alloc(5_000_001, 'x');
  writeFileSync(file, content);
  let counted = 0;
  const digest = await sha256OfFile(file, (bytes) => {
    counted += bytes;
  });
  assert.equal(digest, createHash('sha256').update(content).digest('hex'));
  assert.equal(counted, content.length);
});

test('a path that the system cannot take is told, not an error that nobody foresaw', async (t) => {
  const dir = scratchFolder(t);
  const name = 'd'.repeat(250);
  const start = process.cwd();
  process.chdir(dir);
  for (let depth = 0; depth < 17; depth += 1) {
    mkdirSync(name);
    process.chdir(name);
  }
  try {
    const { what, remedy, status } = await failureOf(digestTree(dir));
    assert.match(what, /is too long: it has \d{4} bytes, and the system takes 4095\.$/);
    assert.ok(what.length < 400);
    assert.match(remedy ?? '', /Nest the folders less deeply/);
    assert.equal(status, 2);
  } finally {
    // So deep it can be removed step by step only.
    for (let depth = 0; depth < 17; depth += 1) {
      process.chdir('..');
      rmdirSync(name);
    }
    process.chdir(start);
  }
});

test('the entries of a folder have the sizes of files, that of one with several names once', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, { a: 'hello', 'b/c': '' });
  linkSync(path.join(dir, 'a'), path.join(dir, 'b/hard'));
  truncateSync(path.join(dir, 'b/c'), 20_000_000_000);
  assert.deepEqual(
    (await readFolder(dir)).map((entry) => [entry.path, entry.size]),
    [
      ['a', 5],
      ['b', undefined],
      ['b/c', 20_000_000_000],
      ['b/hard', undefined],
    ],
  );
});
