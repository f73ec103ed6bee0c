import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { isWrittenLock, rememberLock } from '../../src/build/lock-record.js';
import { formatLock } from '../../src/rpm/lock/lock-file.js';
import { folderWith } from '../project/folder.js';
import { lockedPackage, lockOf } from '../rpm/fixture.js';

const ours = formatLock(lockOf([lockedPackage({ name: 'bash' }), lockedPackage({ name: 'zlib' })]));
const edited = ours.replace('"zlib", "epoch": 0', '"zlib", "epoch": 1');

/** Texts of rpms.lock, and whether they are taken for what `lock` wrote: without a record, and with one of `ours`. */
const texts: [string, string, boolean, boolean][] = [
  ['what was written', ours, true, true],
  ['the plain list of the seed', 'bash-5.2-1\nzlib-1.3-1\n', false, false],
  ['another layout', JSON.stringify(JSON.parse(ours)), false, false],
  ['a comment behind it', `${ours}# mine\n`, false, false],
  ['an unfinished merge', `<<<<<<< HEAD\n${ours}`, false, false],
  ['half a file', ours.slice(0, 200), false, false],
  ['nothing', '', false, false],
  ['a lock that came from elsewhere, or was edited in our very form', edited, true, false],
];

for (const [name, text, without, withRecord] of texts) {
  test(`${name} is ${withRecord ? '' : 'not '}taken for what was written last`, async (t) => {
    const dir = folderWith(t, {});
    assert.equal(await isWrittenLock(dir, text), without);
    await rememberLock(dir, ours);
    await rememberLock(dir, ours);
    assert.equal(await isWrittenLock(dir, text), withRecord);
    rmSync(path.join(dir, 'output'), { recursive: true });
    assert.equal(await isWrittenLock(dir, text), without);
  });
}
