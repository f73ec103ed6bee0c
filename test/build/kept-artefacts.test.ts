import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { sha256OfFile } from '../../src/base/fs/file-digest.js';
import { ArtefactRecord } from '../../src/build/artefacts.js';
import { freeKeptName, holdsForeignFiles, keepForeignFile } from '../../src/build/kept-artefacts.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const now = new Date(2026, 10, 28, 17, 30, 12);

/** An output folder in which a build has made these files. */
async function built(t: TestContext, files: Record<string, string>) {
  const dir = scratchFolder(t);
  writeTree(dir, files);
  const record = new ArtefactRecord(dir);
  await record.load();
  for (const file of Object.keys(files)) {
    const sha256 = await sha256OfFile(path.join(dir, file));
    await record.remember({ kind: 'iso', file, size: (files[file] ?? '').length, sha256 }, 'key');
  }
  return { dir, record };
}

/** What happened to an artefact since it was made, and whether it is kept when another one takes its name. */
const changes: [string, (file: string) => void, boolean][] = [
  ['nothing', () => {}, false],
  ['it was copied, with other times', (file) => utimesSync(file, 1, 1), false],
  ['it is gone', (file) => rmSync(file), false],
  ['a machine wrote to it', (file) => writeFileSync(file, 'other'), true],
  ['another file took its name', (file) => writeFileSync(file, 'somebody’s own'), true],
];

for (const [name, change, isKept] of changes) {
  test(`an artefact's name is given to another one: ${name}`, async (t) => {
    const { dir, record } = await built(t, { 'x.iso': 'bytes' });
    const file = path.join(dir, 'x.iso');
    change(file);
    const text = isKept ? readFileSync(file, 'utf8') : '';
    const kept = await keepForeignFile(dir, 'x.iso', record, now);
    assert.equal(kept, isKept ? 'x.iso.2026-11-28T173012' : null);
    if (kept !== null) assert.equal(readFileSync(path.join(dir, kept), 'utf8'), text);
  });
}

test('a file that no build has made is kept, one time after the other', async (t) => {
  const { dir, record } = await built(t, {});
  for (const text of ['one', 'two']) {
    rmSync(path.join(dir, 'x.qcow2'), { force: true });
    writeFileSync(path.join(dir, 'x.qcow2'), text);
    await keepForeignFile(dir, 'x.qcow2', record, now);
  }
  const names = readdirSync(dir).filter((name) => name.startsWith('x.qcow2.'));
  assert.deepEqual(
    names.sort().map((name) => readFileSync(path.join(dir, name), 'utf8')),
    ['one', 'two'],
  );
});

test('a folder that is replaced as a whole is foreign only by what no build put there', async (t) => {
  const list = 'pxe/tfr/files.sha256';
  const digest = 'a'.repeat(64);
  const { dir, record } = await built(t, { [list]: `${digest}  packages/bash.rpm\n` });
  assert.equal(await holdsForeignFiles(dir, 'absent/list', record), false);
  writeTree(path.join(dir, 'pxe/tfr'), { 'packages/bash.rpm': 'rpm' });
  assert.equal(await holdsForeignFiles(dir, list, record), false);
  writeTree(path.join(dir, 'pxe/tfr'), { 'packages/mine.rpm': 'rpm' });
  assert.equal(await holdsForeignFiles(dir, list, record), true);
});

test('a folder is kept under a name that nothing has', async (t) => {
  const { dir } = await built(t, {});
  const folder = path.join(dir, 'tfr');
  assert.equal(await freeKeptName(folder, now), `${folder}.2026-11-28T173012`);
  mkdirSync(`${folder}.2026-11-28T173012`);
  assert.equal(await freeKeptName(folder, now), `${folder}.2026-11-28T173012-2`);
});
