import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { type FolderFacts, recogniseFolder } from '../../../src/project/folder/recognise-folder.js';
import { folderWith } from '../folder.js';

test('a folder is recognised by the files in it', async (t) => {
  const table: [Record<string, string>, FolderFacts['kind']][] = [
    [{}, 'empty'],
    [{ '.gitignore': 'output/', '.git/config': '' }, 'empty'],
    [{ 'tmpfsroot.json': '{}' }, 'ours'],
    [{ 'tmpfsroot.json': 'no json at all', 'packages.list': 'bash' }, 'ours'],
    [{ 'packages.list': 'bash' }, 'legacy'],
    [{ 'rpms.lock': 'bash-5-1' }, 'legacy'],
    [{ 'ks/ks.root.cfg': '' }, 'legacy'],
    [{ 'letter.txt': 'Dear ...' }, 'other'],
    [{ 'packages.list/x': 'a folder of that name' }, 'other'],
    [{ ks: 'a file of that name' }, 'other'],
  ];
  for (const [files, kind] of table) {
    assert.equal((await recogniseFolder(folderWith(t, files))).kind, kind, Object.keys(files).join());
  }
});

test('which files are there is told one by one', async (t) => {
  const dir = folderWith(t, { 'packages.list': 'bash', 'rpms.lock': '', 'root.override/etc/motd': 'Hello' });
  const facts = await recogniseFolder(dir);
  assert.equal(facts.dir, dir);
  assert.deepEqual(facts.files, {
    projectFile: false,
    packagesList: true,
    lock: true,
    kickstart: false,
    rootOverride: true,
  });
});

test('a folder that is absent, a file, and a broken link are not errors', async (t) => {
  const dir = folderWith(t, { f: 'x' });
  symlinkSync('nowhere', path.join(dir, 'link'));
  assert.equal((await recogniseFolder(path.join(dir, 'absent'))).kind, 'missing');
  assert.equal((await recogniseFolder(path.join(dir, 'f'))).kind, 'other');
  assert.equal((await recogniseFolder(path.join(dir, 'link'))).kind, 'missing');
});

const artefact = { kind: 'iso', file: 'robot.iso', size: 3, sha256: 'ab' };

test('an earlier build is told with its name, time and artefacts, and whether they are still there', async (t) => {
  const script = { kind: 'pxe', file: 'pxe/boot.ipxe', size: 6, sha256: 'ef' };
  const outside = { ...script, file: 'pxe/../../secret' };
  const qcow2 = { kind: 'qcow2', file: 'robot.qcow2', size: 9, sha256: 'cd' };
  const dir = folderWith(t, {
    'tmpfsroot.json': '{}',
    'output/robot.iso': 'iso',
    'output/pxe/boot.ipxe': '#!ipxe',
    'output/build.json': JSON.stringify({
      name: 'robot',
      release: 44,
      artefacts: [artefact, qcow2, script, outside],
    }),
  });
  const { lastBuild } = await recogniseFolder(dir);
  assert.equal(lastBuild?.name, 'robot');
  assert.equal(lastBuild.release, 44);
  assert.ok(Math.abs(lastBuild.time.getTime() - Date.now()) < 60_000);
  assert.deepEqual(lastBuild.artefacts, [
    { ...artefact, present: true },
    { ...qcow2, present: false },
    { ...script, present: true },
  ]);
  truncateSync(path.join(dir, 'output/robot.iso'), 1);
  assert.equal((await recogniseFolder(dir)).lastBuild?.artefacts[0]?.present, false);
});

test('a record of a build that holds anything else counts as none, and never fails', async (t) => {
  for (const text of ['', '{', 'null', '[]', '7', '{"name": 3}', '\u0000\uFFFF']) {
    const dir = folderWith(t, { 'output/build.json': text });
    assert.equal((await recogniseFolder(dir)).lastBuild, null, text);
  }
  const odd = folderWith(t, {
    'output/build.json': JSON.stringify({
      name: 'robot',
      release: 'x',
      artefacts: [null, 3, {}, { ...artefact, file: '../../etc/passwd' }, { ...artefact, size: 'big' }],
    }),
  });
  const { lastBuild } = await recogniseFolder(odd);
  assert.deepEqual([lastBuild?.name, lastBuild?.release, lastBuild?.artefacts], ['robot', null, []]);
  mkdirSync(path.join(odd, 'rpms.lock'));
  writeFileSync(path.join(odd, 'ks'), '');
  chmodSync(path.join(odd, 'output'), 0);
  try {
    assert.equal((await recogniseFolder(odd)).kind, 'other');
  } finally {
    chmodSync(path.join(odd, 'output'), 0o700);
  }
});
