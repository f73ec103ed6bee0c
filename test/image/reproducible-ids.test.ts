import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedsOf } from '../../src/image/reproducible-ids.js';
import type { Lock } from '../../src/rpm/lock/lock.js';

const lock: Lock = {
  format: 1,
  release: 44,
  arch: 'x86_64',
  inputs: 'sha256:1',
  resolver: 'libdnf 0.69.0',
  repositories: [],
  packages: [],
};
const purposes = ['slot', 'persist', 'log', 'disk sda', 'installation'];

test('the same lock and purpose give the same values, any other lock or purpose others', () => {
  const [one, same, other] = [
    seedsOf(lock),
    seedsOf(structuredClone(lock)),
    seedsOf({ ...lock, inputs: 'sha256:2' }),
  ];
  const values = (seeds: typeof one) => [...purposes.map((p) => seeds.uuid(p)), seeds.hex('esp', 8)];
  assert.deepEqual(values(one), values(same));
  const all = [...values(one), ...values(other)];
  assert.equal(new Set(all).size, all.length);
  assert.notEqual(one.installationId(), other.installationId());
});

test('UUIDs are UUIDs, and the tail of an installation fits behind a head', () => {
  const seeds = seedsOf(lock);
  for (const purpose of purposes) {
    assert.match(seeds.uuid(purpose), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  assert.match(seeds.installationId(), /^[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  assert.match(seeds.hex('esp', 8), /^[0-9a-f]{8}$/);
});
