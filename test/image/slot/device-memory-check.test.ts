import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { formatMiB, parseSize } from '../../../src/config/fields/sizes.js';
import { checkDeviceMemory } from '../../../src/image/slot/device-memory-check.js';
import { failureOf } from '../../helpers/failure-of.js';
import { entry } from '../tree-entries.js';

const MiB = 1024 * 1024;
const entries = [
  entry('opt/app/data', 900 * MiB),
  entry('usr/lib/big', 100 * MiB),
  // Not copied into memory.
  entry('boot/initramfs.img', 300 * MiB),
];
const device = (change: object) => ({ ...defaultSpec().device, ...change });

const table: [memoryMiB: number, headroomMiB: number, zramMiB: number, missing: number][] = [
  [1000 + 512 + 256, 512, 0, 0],
  [1000 + 512 + 256 - 1, 512, 0, 1],
  [1500, 512, 0, 268],
  [1500, 244, 0, 0],
  [1500, 244, 100, 1],
  [1200, 100, 0, 156],
];
for (const [memoryMiB, headroomMiB, zramMiB, missing] of table) {
  const does = missing === 0 ? 'is enough' : `lacks ${missing} MiB`;
  test(`${memoryMiB} MiB for a root of 1000 MiB, headroom ${headroomMiB}, swap ${zramMiB}: ${does}`, async () => {
    const check = (change: object) =>
      checkDeviceMemory(entries, device({ memoryMiB, headroomMiB, zramMiB, ...change }));
    if (missing === 0) return check({});
    const { status, what, where, remedy = '', lastLines } = await failureOf(() => check({}));
    assert.deepEqual([status, where], [1, 'device.memoryMiB']);
    assert.match(
      what,
      new RegExp(
        `needs ${formatMiB(memoryMiB + missing)} .* has ${formatMiB(memoryMiB)}: ${missing} MiB too little`,
      ),
    );
    assert.deepEqual(
      lastLines?.slice(1, 3).map((line) => line.trim()),
      ['900 MiB  /opt/app/', '900 MiB  /opt/app/data'],
    );
    assert.ok(!lastLines?.some((line) => line.includes('initramfs')));
    // What it advises works.
    const advised = (flag: string) => new RegExp(`\`--${flag} (\\d+[MG])\``).exec(remedy)?.[1];
    check({ memoryMiB: parseSize(advised('memory') ?? '') });
    const headroom = advised('headroom');
    assert.equal(headroom === undefined, headroomMiB <= missing);
    if (headroom !== undefined) check({ headroomMiB: parseSize(headroom) });
  });
}
