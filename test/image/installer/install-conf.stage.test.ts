import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { deviceTable } from '../../../src/config/fields/disk-kinds.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { planDisks } from '../../../src/config/partitions/partition-plan.js';
import { installConf } from '../../../src/image/installer/install-conf.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { specOf } from '../spec-of.js';

const slot = { sizeMiB: 2048, b2: 'ab'.repeat(64) };

/** The variables as the installer sees them after it has sourced the file. */
function sourced(t: { after(undo: () => void): void }, spec: ImageSpec): Map<string, string> {
  const dir = scratchFolder(t);
  writeTree(dir, { 'install.conf': installConf(spec, planDisks(spec), slot, 'TFR-12AB') });
  const names = [
    ...[
      'NAME',
      'LABEL',
      'DISK_KINDS',
      'DISKS',
      'THEN',
      'SECTOR_SIZES',
      'SLOT_MIB',
      'SLOT_B2',
      'REST_MIN_MIB',
      'PARTITIONS',
    ],
  ].map((name) => `TFR_${name}`);
  const script = `set -u; . "$0"; ${names.map((name) => `printf '%s\\036' "$${name}"`).join('; ')}`;
  const values = mustRun('sh', ['-c', script, path.join(dir, 'install.conf')]).split('\x1e');
  return new Map(names.map((name, index) => [name, values[index] ?? '']));
}

test('the installer gets the values of the spec', (t) => {
  const got = sourced(t, specOf());
  assert.deepEqual(Object.fromEntries(got), {
    TFR_NAME: 'tmpfsroot',
    TFR_LABEL: 'TFR-12AB',
    TFR_DISK_KINDS: deviceTable,
    TFR_DISKS: 'sda',
    TFR_THEN: 'reboot',
    TFR_SECTOR_SIZES: '512',
    TFR_SLOT_MIB: '2048',
    TFR_SLOT_B2: slot.b2,
    TFR_REST_MIN_MIB: '0',
    TFR_PARTITIONS: [
      'esp sda 200 ESP vfat',
      'rootA sda 2048 tfr-root-a ext4',
      'rootB sda 2048 tfr-root-b ext4',
      'persist sda 200 tfr-persist ext4',
      'log sda 2048 tfr-log ext4',
      'opt sda 2048 tfr-opt btrfs',
      'cache sda 4096 tfr-cache btrfs',
      'docker sda 8192 tfr-docker btrfs',
      'esp2 sda 200 tfr-esp-2 vfat',
    ].join('\n'),
  });
});

test('partitions on other disks, left out, or with the rest of the disk', (t) => {
  const got = sourced(
    t,
    specOf((spec) => {
      spec.disks = { ...spec.disks, devices: ['nvme0n1', 'serial:S1'], main: 'nvme0n1' };
      spec.partitions.disks = { docker: 'serial:S1', cache: 'serial:S1' };
      Object.assign(spec.partitions.sizes, { docker: 'rest', opt: 0, esp: 260 });
      spec.install.then = 'poweroff';
    }),
  );
  assert.equal(got.get('TFR_DISKS'), 'nvme0n1 serial:S1');
  assert.equal(got.get('TFR_THEN'), 'poweroff');
  assert.equal(got.get('TFR_REST_MIN_MIB'), '128');
  // An ESP that FAT32 fits on with either.
  assert.equal(got.get('TFR_SECTOR_SIZES'), '512 4096');
  const lines = got.get('TFR_PARTITIONS')?.split('\n') ?? [];
  assert.ok(lines.includes('docker serial:S1 rest tfr-docker btrfs'));
  assert.ok(lines.includes('cache serial:S1 4096 tfr-cache btrfs'));
  assert.ok(!lines.some((line) => line.startsWith('opt')));
});

test('a partition that takes the rest is the last of its disk, since the installer places them in order', (t) => {
  const got = sourced(
    t,
    specOf((spec) => {
      spec.partitions.sizes.log = 'rest';
    }),
  );
  const lines = got.get('TFR_PARTITIONS')?.split('\n') ?? [];
  assert.equal(
    lines.findIndex((line) => line.includes(' rest ')),
    lines.findIndex((line) => line.startsWith('log ')),
  );
});

test('a hostile name stays a name', (t) => {
  const name = `x'; rm -rf "$HOME" \`id\` $(id) \\`;
  const got = sourced(
    t,
    specOf((spec) => {
      spec.name = name;
    }),
  );
  assert.equal(got.get('TFR_NAME'), name);
});
