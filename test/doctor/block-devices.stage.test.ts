import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lsblkCommand, ownDisks, readLsblk } from '../../src/doctor/block-devices.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { mustRun } from '../helpers/run-program.js';

const signal = new AbortController().signal;

test('the command that a person is asked to run prints what is read', () => {
  const [program = '', ...args] = lsblkCommand.split(' ');
  assert.ok(Array.isArray(readLsblk(mustRun(program, args)).disks));
});

test('the disks of this machine are those of the kernel', async () => {
  const expected = readFileSync('/proc/partitions', 'utf8')
    .split('\n')
    .flatMap((line) => /^ +\d+ +\d+ +(\d+) (vd[a-z]|sd[a-z]|nvme\d+n\d+|mmcblk\d+)$/.exec(line) ?? []);
  const { disks } = await ownDisks(createNativeEngine(), signal);
  assert.equal(disks.length, expected.length / 3);
  for (const { name, sizeMiB } of disks) {
    const kibibytes = Number(expected[expected.indexOf(name) - 1]);
    assert.equal(sizeMiB, Math.floor(kibibytes / 1024), name);
  }
});
