import assert from 'node:assert/strict';
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Artefact, ArtefactRecord } from '../../src/pipeline/artefacts.js';
import { scratchFolder } from '../helpers/scratch.js';

const iso: Artefact = { kind: 'iso', file: 'x-installer.iso', size: 5, sha256: 'a'.repeat(64) };
const raw: Artefact = { kind: 'raw', file: 'x.raw', size: 3, sha256: 'b'.repeat(64) };

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

test('an artefact that was changed, touched or removed is made again', async (t) => {
  const table: ((file: string) => void)[] = [
    (file) => writeFileSync(file, 'longer'),
    (file) => writeFileSync(file, 'BYTES'),
    (file) => utimesSync(file, 1, 1),
    (file) => rmSync(file),
  ];
  for (const change of table) {
    const { dir, again } = await recorded(t);
    change(path.join(dir, iso.file));
    const record = await again();
    assert.equal(await record.current(iso.file, 'key-1'), null);
    assert.deepEqual(await record.current(raw.file, 'key-2'), raw);
  }
});

test('what was made anew replaces what was remembered', async (t) => {
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
