import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diffSpecs } from '../../src/presets/spec-diff.js';
import { generatedSpecs } from '../config/generated-specs.js';
import { specOf } from '../image/spec-of.js';

test('a field that differs is named with both values; a list is one field', () => {
  const from = specOf();
  const to = specOf((spec) => {
    spec.release = from.release + 1;
    spec.partitions.sizes.docker = 'rest';
    spec.partitions.disks = { docker: 'sdb' };
    spec.disks.devices = ['sda', 'sdb'];
  });
  assert.deepEqual(diffSpecs(from, to), [
    { path: 'release', from: from.release, to: from.release + 1 },
    { path: 'disks.devices', from: ['sda'], to: ['sda', 'sdb'] },
    { path: 'partitions.sizes.docker', from: from.partitions.sizes.docker, to: 'rest' },
    { path: 'partitions.disks.docker', from: undefined, to: 'sdb' },
  ]);
});

test('a spec does not differ from itself, and the way back is the way there turned round', () => {
  const specs = generatedSpecs(60, 5);
  for (const [index, spec] of specs.entries()) {
    assert.deepEqual(diffSpecs(spec, structuredClone(spec)), []);
    const other = specs[(index + 1) % specs.length] ?? spec;
    const back = diffSpecs(other, spec).map(({ path, from, to }) => ({ path, from: to, to: from }));
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
    assert.deepEqual(diffSpecs(spec, other).sort(byPath), back.sort(byPath));
  }
});
