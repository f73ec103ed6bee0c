import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiskState } from '../../src/powercut/states/disk-state.js';
import { randomOf } from '../helpers/random.js';
import type { MadeEntry } from './made-log.js';
import { madeRecording } from './made-recording.js';
import { diskSectors, smallDisk } from './small-disk.js';

const sector = 512;

/** Writes of a few contents over few places, so that some write what is there already. */
function someWrites(seed: number): MadeEntry[] {
  const random = randomOf(seed);
  return Array.from({ length: 24 }, (): MadeEntry => {
    const [at, sectors] = [4096 + Math.floor(random() * 12), 1 + Math.floor(random() * 4)];
    if (random() < 0.2) return { discard: at, sectors };
    return { write: at, content: Buffer.alloc(sectors * sector, String(Math.floor(random() * 3))) };
  });
}

test('a state is what its writes make of the disk, and its digest says whether two are the same', () => {
  const bySeed = new Map<bigint, string>();
  for (let seed = 1; seed <= 20; seed += 1) {
    const entries = someWrites(seed);
    const { recorded } = madeRecording(entries);
    const state = new DiskState(recorded);
    const expected = smallDisk();
    const writes = recorded.index.epochs.flatMap((epoch) => epoch.writes);
    for (const [number, write] of writes.entries()) {
      const entry = entries[number] as Exclude<MadeEntry, 'flush' | { mark: string }>;
      if ('write' in entry) entry.content.copy(expected, entry.write * sector);
      else expected.fill(0, entry.discard * sector, (entry.discard + entry.sectors) * sector);
      state.apply(write);
      const content = state.read(4090, 30);
      assert.ok(content.equals(expected.subarray(4090 * sector, 4120 * sector)), `${seed}.${number}`);
      const known = bySeed.get(state.digest()) ?? content.toString('latin1');
      assert.equal(content.toString('latin1'), known, `${seed}.${number}`);
      bySeed.set(state.digest(), known);
    }
  }
  assert.equal(new Set(bySeed.values()).size, bySeed.size);
});

test('a state goes back to what it was', () => {
  const { recorded } = madeRecording(someWrites(7));
  const state = new DiskState(recorded);
  const [first, second, ...others] = recorded.index.epochs.flatMap((epoch) => epoch.writes);
  assert.ok(first !== undefined && second !== undefined);
  state.apply(first);
  const [mark, digest, content] = [state.mark(), state.digest(), state.read(0, diskSectors)];
  for (const write of [second, ...others]) state.apply(write);
  assert.notEqual(state.digest(), digest);
  state.rollBack(mark);
  assert.equal(state.digest(), digest);
  assert.ok(state.read(0, diskSectors).equals(content));
  state.rollBack(0);
  assert.equal(state.digest(), 0n);
  assert.ok(state.read(0, diskSectors).equals(smallDisk()));
});

test('a torn sector has half of each, and noise is the same each time and nowhere else', () => {
  const { recorded } = madeRecording([{ write: 4100, content: Buffer.alloc(2 * sector, 'new') }]);
  const state = new DiskState(recorded);
  const [write] = recorded.index.epochs.flatMap((epoch) => epoch.writes);
  assert.ok(write !== undefined);
  const before = state.read(4096, 128);
  state.tear(write, 1, 200);
  const torn = state.read(4101, 1);
  assert.ok(torn.subarray(0, 200).equals(Buffer.alloc(2 * sector, 'new').subarray(sector, sector + 200)));
  assert.ok(torn.subarray(200).equals(before.subarray(5 * sector + 200, 6 * sector)));
  const digest = state.digest();
  state.clearDamage();
  assert.equal(state.digest(), 0n);
  state.apply(write);
  const written = state.digest();
  state.spoil(4096, 128, 5);
  const noise = state.read(4096, 128);
  assert.ok(state.read(4095, 1).equals(smallDisk().subarray(4095 * sector, 4096 * sector)));
  assert.equal(state.isAsAtFirst(4224, 10), true);
  assert.equal(state.isAsAtFirst(4220, 10), false);
  assert.notEqual(state.digest(), written);
  assert.notEqual(state.digest(), digest);
  state.clearDamage();
  assert.equal(state.digest(), written);
  state.spoil(4096, 128, 5);
  assert.ok(state.read(4096, 128).equals(noise));
  state.clearDamage();
  state.spoil(4096, 128, 6);
  assert.ok(!state.read(4096, 128).equals(noise));
});
