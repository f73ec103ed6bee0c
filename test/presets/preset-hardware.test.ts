import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../src/config/defaults.js';
import type { ImageSpec } from '../../src/config/image-spec.js';
import { hardwareOf } from '../../src/presets/preset-hardware.js';

const table: [about: string, change: (spec: ImageSpec) => void, hardware: string][] = [
  ['one disk', () => {}, 'sda from 20.6 GiB, 4 GiB memory'],
  ['a disk of a size', ({ disks }) => (disks.sizeMiB = 30_000), 'sda from 29.3 GiB, 4 GiB memory'],
  [
    'an eMMC and little memory',
    (spec) => {
      Object.assign(spec.disks, { devices: ['mmcblk0'], main: 'mmcblk0' });
      spec.device.memoryMiB = 2048;
    },
    'eMMC/SD from 20.6 GiB, 2 GiB memory',
  ],
  [
    'a second disk, which is taken whole',
    (spec) => {
      Object.assign(spec.disks, { devices: ['nvme0n1', 'sda'], main: 'nvme0n1' });
      Object.assign(spec.partitions, { disks: { docker: 'sda' } });
    },
    'nvme0n1 from 12.6 GiB + sda, 4 GiB memory',
  ],
];

for (const [about, change, hardware] of table) {
  test(`the device that a preset assumes is told by its spec: ${about}`, () => {
    const spec = structuredClone(defaultSpec());
    change(spec);
    assert.equal(hardwareOf(spec), hardware);
  });
}
