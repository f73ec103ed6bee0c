import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import { parseBuiltImage, readBuiltImage } from '../../src/build/built-image.js';
import { planOfBuild, planOfFile } from '../../src/vm/boot-plan.js';
import { connectionOf, inPlugOrder } from '../../src/vm/virtual-disks.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';
import { builtProject, kept, record } from './built-project.js';

test('an installation that is thrown away lives in a folder of its own', async (t) => {
  const dir = builtProject(t);
  const plan = planOfBuild(await readBuiltImage(dir), dir, { ...kept, iso: true, snapshot: true });
  assert.ok(plan.temporaryDir?.startsWith(path.join(dir, 'output/vm/')));
  assert.equal(path.dirname(plan.disks[0]?.drive.file ?? ''), plan.temporaryDir);
  assert.equal(path.dirname(plan.varsFile ?? ''), plan.temporaryDir);
});

test('an installation from the network is served the folder that was built, if all of it is there', async (t) => {
  const dir = builtProject(t);
  const pxe = ['boot.ipxe', 'vmlinuz'].map((name) => ({
    kind: 'pxe',
    file: `pxe/${name}`,
    size: 1,
    sha256: 'dd',
  }));
  const withPxe = { ...record(), artefacts: [...record().artefacts, ...pxe] };
  writeTree(dir, { 'output/build.json': JSON.stringify(withPxe), 'output/pxe/boot.ipxe': '#' });
  const image = await readBuiltImage(dir);
  assert.throws(
    () => planOfBuild(image, dir, { ...kept, network: true }),
    (error) => error instanceof Failure && /build --output pxe$/.test(error.facts.remedy ?? ''),
  );
  writeTree(dir, { 'output/pxe/vmlinuz': 'k' });
  const { install, disks } = planOfBuild(image, dir, { ...kept, network: true });
  assert.deepEqual(install?.from, { folder: path.join(dir, 'output/pxe') });
  assert.ok(disks[0]?.from !== null && disks[0] !== undefined && 'empty' in disks[0].from);
});

test('an image file of one’s own is booted as it is, in the format that its name tells', () => {
  const raw = planOfFile('/x/disk.img', Buffer.from('\0\0\0\0'), '/project', { snapshot: true });
  assert.deepEqual(raw.disks, [
    { drive: { file: '/x/disk.img', format: 'raw', snapshot: true }, from: null },
  ]);
});

test('what was built is booted from any of its disk images', (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, { 'output/box.vhdx': 'v', 'output/box-installer.iso': 'i' });
  const built = (kind: string) => {
    const artefacts = [{ kind, file: `box.${kind}`, size: 1, sha256: 'aa' }];
    return parseBuiltImage(JSON.stringify({ ...record(), artefacts }), path.join(dir, 'output'));
  };
  const image = built('vhdx');
  assert.ok(image !== null);
  const from = planOfBuild(image, dir, kept).disks[0]?.from;
  assert.deepEqual(from, { ...image.artefacts[0] });
  const other = built('of another version');
  assert.throws(() => other !== null && planOfBuild(other, dir, kept), /left no disk image/);
});

test('a folder where nothing was built, or without the output that is needed, says what to run', async (t) => {
  const dir = scratchFolder(t);
  await assert.rejects(readBuiltImage(dir), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitStatus, 2);
    assert.match(error.facts.remedy ?? '', /tmpfsroot-wizard build/);
    return true;
  });
  const only = { ...record(), artefacts: [record().artefacts[0]] };
  writeTree(dir, { 'output/build.json': JSON.stringify(only), 'output/box-installer.iso': 'iso' });
  const image = await readBuiltImage(dir);
  assert.throws(
    () => planOfBuild(image, dir, kept),
    (error) => error instanceof Failure && /boot --iso/.test(error.facts.remedy ?? ''),
  );
  assert.deepEqual(readdirSync(path.join(dir, 'output')).sort(), ['box-installer.iso', 'build.json']);
});

for (const text of ['', '[]', 'null', '{"name":"x"}', '{"name":"x","artefacts":[{}],"plan":{"disks":[]}}']) {
  test(`a record that is not valid is refused: ${text}`, () => {
    assert.equal(parseBuiltImage(text, '/out'), null);
  });
}

const connections: [string, ReturnType<typeof connectionOf>][] = [
  ['sda', { bus: 'scsi' }],
  ['vda', { bus: 'virtio' }],
  ['nvme0n1', { bus: 'nvme' }],
  ['mmcblk0', { bus: 'scsi' }],
  ['serial:ABC', { serial: 'ABC' }],
  ['/dev/disk/by-id/virtio-XY', { bus: 'virtio', serial: 'XY' }],
  ['/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_XY', { bus: 'scsi', serial: 'XY' }],
];

for (const [device, connection] of connections) {
  test(`the guest sees the disk as the spec names it: ${device}`, () => {
    assert.deepEqual(connectionOf(device), connection);
  });
}

test('disks are plugged in so that their names come out right', () => {
  const disks = ['sdb', 'nvme0n1', 'sda'].map((device) => ({ device }));
  assert.deepEqual(
    inPlugOrder(disks).map(({ device }) => device),
    ['nvme0n1', 'sda', 'sdb'],
  );
});
