import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planDisks } from '../../../src/config/partitions/partition-plan.js';
import { journalLimits } from '../../../src/image/settings/journal-limits.js';
import { specOf } from '../spec-of.js';

for (const [logMiB, use, free] of [
  [32, 16, 5],
  [2048, 1024, 308],
  [12288, 4096, 1844],
] as const) {
  test(`the journal leaves room in a log of ${logMiB} MiB`, () => {
    const spec = specOf((change) => {
      change.partitions.sizes.log = logMiB;
      change.partitions.sizes.docker = 1024;
    });
    const partitions = planDisks(spec).disks.flatMap((disk) => disk.partitions);
    const limits = journalLimits(partitions);
    assert.equal(limits, `[Journal]\nSystemMaxUse=${use}M\nSystemKeepFree=${free}M\n`);
    assert.ok(free > logMiB / 10, 'the healer would take logs away');
  });
}
