import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { sha256OfFile } from '../../src/base/fs/file-digest.js';
import { type Artefact, ArtefactRecord } from '../../src/build/artefacts.js';
import { scratchFolder } from '../helpers/scratch.js';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const iso: Artefact = { kind: 'iso', file: 'x-installer.iso', size: 5, sha256: digestOf('bytes') };
const raw: Artefact = { kind: 'raw', file: 'x.raw', size: 3, sha256: digestOf('raw') };

async function recorded(t: TestContext): Promise<{ dir: string; again: () => Promise<ArtefactRecord> }> {
  const dir = scratchFolder(t);
  writeFileSync(path.join(dir, iso.file), 'bytes');
  writeFileSync(path.join(dir, raw.file), 'raw');
  const record = new ArtefactRecord(dir);
  await record.load();
  await record.remember(iso, 'key-1');
  await record.remember(raw, 'key-2');
  const again = async () => {
    const next = new ArtefactRecord(dir);
    await next.load();
    return next;
  };
  return { dir, again };
}

test('an artefact that nobody has changed is known to the next run by its key', async (t) => {
  const { again } = await recorded(t);
  const record = await again();
  assert.deepEqual(await record.current(iso.file, 'key-1'), iso);
  assert.deepEqual(await record.current(raw.file, 'key-2'), raw);
  assert.equal(await record.current(iso.file, 'key-2'), null);
  assert.equal(await record.current('other.iso', 'key-1'), null);
});

test('an artefact that was changed or removed is made again, whatever its size and time', async (t) => {
  const table: ((file: string) => void)[] = [
    (file) => writeFileSync(file, 'longer'),
    (file) => writeFileSync(file, 'BYTES'),
    (file) => rmSync(file),
    (file) => {
      const { atime, mtime } = statSync(file);
      writeFileSync(file, 'BYTES');
      utimesSync(file, atime, mtime);
    },
  ];
  for (const change of table) {
    const { dir, again } = await recorded(t);
    change(path.join(dir, iso.file));
    const record = await again();
    assert.equal(await record.current(iso.file, 'key-1'), null);
    assert.deepEqual(await record.current(raw.file, 'key-2'), raw);
  }
});

test('an artefact that was touched or copied is read once, and is the same', async (t) => {
  const table: ((file: string) => void)[] = [
    (file) => utimesSync(file, 1, 1),
    (file) => {
      cpSync(file, `${file}.copy`);
      renameSync(`${file}.copy`, file);
    },
  ];
  for (const change of table) {
    const { dir, again } = await recorded(t);
    change(path.join(dir, iso.file));
    const record = await again();
    assert.deepEqual(await record.current(iso.file, 'key-1'), iso);
    await record.keepFound();
    const state = readFileSync(path.join(dir, '.build-state.json'), 'utf8');
    assert.ok(state.includes(String(statSync(path.join(dir, iso.file), { bigint: true }).ctimeNs)));
  }
});

test('a list of digests is as it was made only with all that it names', async (t) => {
  const dir = scratchFolder(t);
  writeFileSync(path.join(dir, 'a.rpm'), 'package');
  writeFileSync(path.join(dir, 'list'), `${digestOf('package')}  a.rpm\n`);
  const list: Artefact = {
    kind: 'pxe',
    file: 'list',
    size: 72,
    sha256: await sha256OfFile(path.join(dir, 'list')),
  };
  const record = new ArtefactRecord(dir);
  await record.remember(list, 'key', true);
  utimesSync(path.join(dir, 'a.rpm'), 1, 1);
  assert.deepEqual(await record.current('list', 'key', true), list);
  writeFileSync(path.join(dir, 'a.rpm'), 'PACKAGE');
  assert.equal(await record.current('list', 'key', true), null);
  rmSync(path.join(dir, 'a.rpm'));
  assert.equal(await record.current('list', 'key', true), null);
});

test('what was made again replaces what was remembered', async (t) => {
  const { again } = await recorded(t);
  const record = await again();
  const newer = { ...iso, sha256: 'c'.repeat(64) };
  await record.remember(newer, 'key-3');
  assert.equal(await (await again()).current(iso.file, 'key-1'), null);
  assert.deepEqual(await (await again()).current(iso.file, 'key-3'), newer);
});

test('a record that cannot be read costs a rebuild, not the run', async (t) => {
  for (const damage of ['', '{', 'null', '{"a":1}', '[null]', '[1]']) {
    const { dir, again } = await recorded(t);
    writeFileSync(path.join(dir, '.build-state.json'), damage);
    const record = await again();
    assert.equal(await record.current(iso.file, 'key-1'), null, damage);
    await record.remember(iso, 'key-1');
    assert.deepEqual(await (await again()).current(iso.file, 'key-1'), iso, damage);
  }
});
