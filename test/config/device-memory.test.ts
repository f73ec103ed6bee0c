import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../src/config/defaults.js';
import { forContentMiB } from '../../src/config/device-memory.js';
import { validateSpec } from '../../src/config/findings/validate.js';

const table: [memory: number, headroom: number, zram: number, left: number][] = [
  [4096, 512, 0, 3328],
  // A swap that is never used costs its tables.
  [4096, 512, 1024, 3317],
  [4096, 512, 8192, 3246],
  [2048, 256, 0, 1536],
  [768, 512, 0, 0],
  [512, 512, 64, -257],
];
for (const [memoryMiB, headroomMiB, zramMiB, left] of table) {
  test(`${memoryMiB} MiB with a headroom of ${headroomMiB} and a swap of ${zramMiB} leave ${left}`, () => {
    assert.equal(forContentMiB({ memoryMiB, headroomMiB, zramMiB }), left);
  });
}

test('a swap makes no room for the root, which is copied before it is there', () => {
  const spec = defaultSpec();
  spec.device.memoryMiB = 2048 + 512 + 256;
  const warns = () =>
    validateSpec(spec, new Date('2026-11-22')).some(({ path }) => path === 'device.memoryMiB');
  assert.ok(!warns());
  spec.device.zramMiB = 2048;
  assert.ok(warns());
});

test('a swap of more than twice the memory is refused', () => {
  const spec = defaultSpec();
  const findings = (mib: number) => {
    spec.device.zramMiB = mib;
    return validateSpec(spec, new Date('2026-11-22')).filter(({ path }) => path === 'device.zramMiB');
  };
  assert.deepEqual(findings(8192), []);
  const [finding, ...others] = findings(8193);
  assert.deepEqual([finding?.level, others], ['error', []]);
  assert.match(finding?.message ?? '', /8\.0 GiB of compressed swap are more than 4 GiB of memory can hold/);
  assert.deepEqual(findings(Number(finding?.fix?.value)), []);
});
