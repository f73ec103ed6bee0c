import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { findForeignPlace, judgePlace, ownTrust } from '../../../src/base/fs/own-path.js';
import { scratchFolder } from '../../helpers/scratch.js';

const trust = { uids: new Set([0, 1000]), gids: new Set([0, 1000]) };
const folder = 0o040000;
const link = 0o120000;

const rows: [what: string, uid: number, gid: number, mode: number, isParent: boolean, kind: string | null][] =
  [
    ['our own', 1000, 100, folder | 0o755, false, null],
    ['root’s', 0, 0, folder | 0o755, true, null],
    ['another user’s', 1001, 1001, folder | 0o755, true, 'owner'],
    ['everybody’s', 1000, 1000, folder | 0o777, true, 'writable'],
    ['everybody’s, where nobody replaces what is ours', 0, 0, folder | 0o1777, true, null],
    ['everybody’s, itself', 1000, 1000, folder | 0o1777, false, 'writable'],
    ['a shared group’s', 1000, 100, folder | 0o775, true, 'writable'],
    ['our own group’s', 1000, 1000, folder | 0o775, false, null],
    ['a link of ours', 1000, 1000, link | 0o777, true, null],
    ['a link of another user', 1001, 1001, link | 0o777, true, 'owner'],
  ];

for (const [what, uid, gid, mode, isParent, kind] of rows) {
  test(`a place on the way to the cache: ${what}`, () => {
    assert.equal(judgePlace({ uid, gid, mode }, isParent, trust), kind);
  });
}

test('all folders above count, and those that links lead to', async (t) => {
  const dir = scratchFolder(t);
  const open = path.join(dir, 'open');
  mkdirSync(path.join(open, 'cache'), { recursive: true });
  symlinkSync('open/cache', path.join(dir, 'link'));
  for (const file of [path.join(open, 'cache/new/deep'), path.join(dir, 'link/new')]) {
    chmodSync(open, 0o755);
    assert.equal(await findForeignPlace(file, ownTrust({})), null, file);
    chmodSync(open, 0o757);
    assert.deepEqual((await findForeignPlace(file, ownTrust({})))?.file, open, file);
  }
});

test('links that lead in a circle end the search', async (t) => {
  const dir = scratchFolder(t);
  symlinkSync('b', path.join(dir, 'a'));
  symlinkSync('a', path.join(dir, 'b'));
  assert.equal(await findForeignPlace(path.join(dir, 'a/cache'), ownTrust({})), null);
});
