import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import type { ImageSpec, SizedPartition } from '../../../src/config/image-spec.js';
import { findPartition, planDisks } from '../../../src/config/partitions/partition-plan.js';
import { leastMiB } from '../../../src/config/partitions/partition-sizes.js';
import { generatedSpecs } from '../generated-specs.js';

test("the seed's example gives the seed's partitions, in its order, on the main disk", () => {
  const plan = planDisks(defaultSpec());
  assert.deepEqual(plan.findings, []);
  assert.deepEqual(
    plan.disks[0]?.partitions.map((p) => [p.number, p.name, p.label, p.fileSystem, p.mountPoint, p.sizeMiB]),
    [
      [1, 'esp', 'EFI System Partition', 'vfat', '/boot/efi', 200],
      [2, 'rootA', 'tfr-root-a', 'ext4', '/', 2048],
      [3, 'rootB', 'tfr-root-b', 'ext4', '/', 2048],
      [4, 'persist', 'tfr-persist', 'ext4', '/persist', 200],
      [5, 'log', 'tfr-log', 'ext4', '/var/log', 2048],
      [6, 'opt', 'tfr-opt', 'btrfs', '/opt', 2048],
      [7, 'cache', 'tfr-cache', 'btrfs', '/var/cache', 4096],
      [8, 'docker', 'tfr-docker', 'btrfs', '/var/lib/docker', 8192],
      [9, 'esp2', 'tfr-esp-2', 'vfat', '/boot/efi', 200],
    ],
  );
  assert.equal(plan.smallestMainMiB, 2 * 200 + 3 * 2048 + 200 + 2048 + 4096 + 8192 + 2);
  assert.equal(plan.freeMiB, 0);
});

test('partitions never overlap, start on whole MiB and leave both ends to the partition tables', () => {
  for (const spec of generatedSpecs(300)) {
    const plan = planDisks(spec);
    assert.deepEqual(
      plan.findings.filter(({ level }) => level === 'error'),
      [],
    );
    for (const disk of plan.disks) {
      const perMiB = (1024 * 1024) / disk.sectorSize;
      const entries = 16384 / disk.sectorSize;
      assert.equal(disk.firstUsableSector, 2 + entries);
      assert.equal(disk.lastUsableSector, disk.sectors - 1 - entries - 1);
      let end = disk.firstUsableSector;
      for (const partition of disk.partitions.toSorted((a, b) => a.startSector - b.startSector)) {
        assert.equal(partition.startSector % perMiB, 0);
        assert.ok(partition.startSector >= end, `${partition.name} begins behind the one before`);
        assert.equal(partition.sectors, partition.sizeMiB * perMiB);
        end = partition.startSector + partition.sectors;
      }
      assert.ok(end - 1 <= disk.lastUsableSector, 'the backup table has its place');
      assert.deepEqual(
        disk.partitions.map(({ number }) => number),
        disk.partitions.map((_, index) => index + 1),
      );
      const rest = disk.partitions.find(({ takesRest }) => takesRest);
      if (rest !== undefined) assert.equal(rest.startSector + rest.sectors, end, 'rest lies last');
    }
  }
});

test('the smallest disk that is named fits, and one MiB less does not', () => {
  for (const spec of generatedSpecs(100, 7)) {
    const { smallestMainMiB } = planDisks(spec);
    const withDisk = (sizeMiB: number) => planDisks({ ...spec, disks: { ...spec.disks, sizeMiB } }).findings;
    assert.ok(withDisk(smallestMainMiB).every(({ level }) => level === 'warning'));
    assert.match(
      withDisk(smallestMainMiB - 1).find(({ level }) => level === 'error')?.message ?? '',
      /1 MiB more/,
    );
  }
});

test('a plan that is larger than the disk says by how much, and what would fit', () => {
  const spec = defaultSpec();
  spec.disks.sizeMiB = 16 * 1024;
  const [finding] = planDisks(spec).findings;
  assert.equal(finding?.path, 'disks.sizeMiB');
  assert.match(finding.message, /`sda` need 20\.6 GiB, which is 4\.6 GiB more than the disk's 16 GiB/);
  assert.match(finding.remedy, /`21082M`, or make docker no larger than `3494M`/);
});

test('rest takes what the others leave of the disk, wherever it stands in the table', () => {
  for (const name of ['log', 'opt', 'cache', 'docker'] as const) {
    const spec = defaultSpec();
    spec.partitions.sizes[name] = 'rest';
    spec.disks.sizeMiB = 100_000;
    const plan = planDisks(spec);
    assert.deepEqual(plan.findings, []);
    const others = plan.disks[0]?.partitions.filter((partition) => partition.name !== name) ?? [];
    const used = others.reduce((sum, { sizeMiB }) => sum + sizeMiB, 2);
    assert.equal(findPartition(plan, name)?.partition.sizeMiB, 100_000 - used);
    assert.equal(plan.smallestMainMiB, used + leastMiB(name, 512));
  }
});

test('size 0 leaves a data partition out, and the numbers close up', () => {
  const spec = defaultSpec();
  spec.partitions.sizes.opt = 0;
  const plan = planDisks(spec);
  assert.equal(findPartition(plan, 'opt'), null);
  assert.equal(findPartition(plan, 'cache')?.partition.number, 6);
});

test('a data partition can live on another disk, where numbers begin at 1', () => {
  const spec = defaultSpec({ devices: ['sda', 'sdb'] });
  spec.partitions.disks = { docker: 'sdb' };
  const found = findPartition(planDisks(spec), 'docker');
  assert.equal(found?.disk.device, 'sdb');
  assert.equal(found?.partition.number, 1);
  assert.equal(found?.disk.sizeMiB, 8194);
});

test('a named disk without a partition is pointed out, because it will be wiped', () => {
  const [finding] = planDisks(defaultSpec({ devices: ['sda', 'sdb'] })).findings;
  assert.equal(finding?.level, 'warning');
  assert.equal(finding?.path, 'disks.devices[1]');
});

test('sizes that no file system can have are refused with the least that can', () => {
  const table: [SizedPartition, number | 'rest', 512 | 4096, RegExp][] = [
    ['esp', 200, 4096, /`260M`/],
    ['esp', 33, 512, /`64M`/],
    ['log', 0, 512, /`32M`/],
    ['root', 0, 512, /`64M`/],
    ['docker', 100, 512, /`128M`, or `0`/],
    ['root', 'rest', 512, /`2G`/],
    ['esp', 'rest', 4096, /`260M`/],
  ];
  for (const [name, size, sectorSize, remedy] of table) {
    const spec: ImageSpec = defaultSpec({ sectorSize });
    spec.partitions.sizes[name] = size;
    const [finding] = planDisks(spec).findings;
    assert.equal(finding?.path, `partitions.sizes.${name}`);
    assert.match(finding.remedy, remedy);
  }
});

test('only one partition takes the rest', () => {
  const spec = defaultSpec();
  spec.partitions.sizes.cache = 'rest';
  spec.partitions.sizes.docker = 'rest';
  const [finding] = planDisks(spec).findings;
  assert.equal(finding?.path, 'partitions.sizes.docker');
  assert.match(finding.message, /cache has it already/);
});

test('of two that want the rest of a full disk the second is to have half of it', () => {
  const spec = defaultSpec();
  spec.disks.sizeMiB = 16_384;
  spec.partitions.sizes.cache = 'rest';
  spec.partitions.sizes.docker = 'rest';
  const fixed = planDisks(spec).findings[0]?.fix;
  assert.equal(fixed?.path, 'partitions.sizes.docker');
  spec.partitions.sizes.docker = fixed?.value as number;
  const plan = planDisks(spec);
  assert.deepEqual(plan.findings, []);
  const sizes = ['cache', 'docker'].map(
    (name) => findPartition(plan, name as 'cache')?.partition.sizeMiB ?? 0,
  );
  assert.ok(Math.abs((sizes[0] ?? 0) - (sizes[1] ?? 0)) <= 1, `${sizes}`);
});
