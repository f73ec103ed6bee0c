import assert from 'node:assert/strict';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { keepCopy, keptName } from '../../../src/base/fs/kept-copy.js';
import { readProjectExtras } from '../../../src/project/folder/project-extras.js';
import { loadKickstartFiles } from '../../../src/project/kickstart/load-files.js';
import { readKickstart } from '../../../src/project/kickstart/read-kickstart.js';
import { failureOf } from '../../helpers/failure-of.js';
import { filesIn, folderWith } from '../../project/folder.js';

const now = new Date(2026, 10, 28, 17, 30, 12);

test('a copy lies beside its file under the time of this machine, with the same content and rights', async (t) => {
  const dir = folderWith(t, { 'tmpfsroot.json': '{}' });
  const file = path.join(dir, 'tmpfsroot.json');
  chmodSync(file, 0o600);
  const copy = await keepCopy(file, now);
  assert.equal(copy, `${file}.2026-11-28T173012`);
  assert.equal(readFileSync(copy, 'utf8'), '{}');
  assert.equal(statSync(copy).mode & 0o777, 0o600);
});

test('a copy that is there is never written over, however many there are', async (t) => {
  const dir = folderWith(t, { a: '0' });
  const file = path.join(dir, 'a');
  const copies: string[] = [];
  for (const text of ['1', '2', '3']) {
    writeFileSync(file, text);
    copies.push(await keepCopy(file, now));
  }
  assert.deepEqual(
    copies.map((copy) => [path.basename(copy), readFileSync(copy, 'utf8')]),
    [
      ['a.2026-11-28T173012', '1'],
      ['a.2026-11-28T173012-2', '2'],
      ['a.2026-11-28T173012-3', '3'],
    ],
  );
});

test('the copy is of what the file holds, not of what something did to the file afterwards', async (t) => {
  const dir = folderWith(t, { a: 'old' });
  const copy = await keepCopy(path.join(dir, 'a'), now);
  writeFileSync(path.join(dir, 'a'), 'new');
  assert.equal(readFileSync(copy, 'utf8'), 'old');
});

test('no reader of a project takes a copy for input', async (t) => {
  const names = [
    'ks/ks.root.cfg',
    'ks/ks.post.cfg',
    'hooks.d/10-a.sh',
    'install-hooks.d/b.sh',
    'build-hooks.d/c.sh',
  ];
  const dir = folderWith(t, Object.fromEntries(names.map((name) => [name, 'true\n'])));
  const before = filesIn(dir);
  for (const name of names) await keepCopy(path.join(dir, name), now);
  assert.equal(filesIn(dir).length, 2 * before.length);
  const files = await loadKickstartFiles(dir);
  assert.deepEqual([...(files?.own.keys() ?? [])], ['ks/ks.post.cfg', 'ks/ks.root.cfg']);
  const { hooks, installHooks, buildHooks } = await readProjectExtras(dir, await readKickstart(dir));
  assert.deepEqual([hooks?.names, installHooks?.names, buildHooks?.names], [['10-a.sh'], ['b.sh'], ['c.sh']]);
});

test('a copy that cannot be made is a failure that names it', async (t) => {
  const dir = folderWith(t, {});
  const { what } = await failureOf(keepCopy(path.join(dir, 'absent'), now));
  assert.match(what, /absent\.2026-11-28T173012` could not be written/);
});

test('the time stands in the name as a person writes it', () => {
  assert.equal(keptName('rpms.lock', new Date(2027, 0, 2, 3, 4, 5)), 'rpms.lock.2027-01-02T030405');
});
