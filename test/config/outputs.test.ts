import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validateSpec } from '../../src/config/findings/validate.js';
import { diskFormatOf, holdSlots, isInstaller, outputKinds, outputWords } from '../../src/config/outputs.js';
import { specOf } from '../image/spec-of.js';

test('a slot is in every output but those by which Anaconda installs', () => {
  assert.ok(outputKinds.every((kind) => holdSlots([kind], 'image')));
  assert.deepEqual(
    outputKinds.filter((kind) => holdSlots([kind], 'anaconda')),
    outputKinds.filter((kind) => !isInstaller(kind)),
  );
  assert.ok(holdSlots(['iso', 'raw'], 'anaconda'));
  assert.ok(!holdSlots([], 'image'));
});

test('an output is an installer, an update, or a disk image in a format of its name', () => {
  for (const kind of outputKinds)
    assert.equal(diskFormatOf(kind)?.driver ?? null, isInstaller(kind) || kind === 'update' ? null : kind);
  assert.equal(diskFormatOf('of another version'), null);
  assert.equal(outputWords(), 'iso, raw, qcow2, vhdx, pxe or update');
});

test('a VHDX is refused where the disks have sectors that it cannot have', () => {
  const findings = (sectorSize: 512 | 4096) =>
    validateSpec(
      specOf((spec) => {
        spec.outputs = ['iso', 'vhdx'];
        spec.disks.sectorSize = sectorSize;
        spec.partitions.sizes.esp = 260;
      }),
      new Date('2026-11-22'),
    ).filter(({ path }) => path.startsWith('outputs'));
  assert.deepEqual(findings(512), []);
  const [{ path, message, fix }, ...others] = findings(4096) as [ReturnType<typeof findings>[number]];
  assert.deepEqual(others, []);
  assert.equal(path, 'outputs[1]');
  assert.match(message, /VHDX disk image has sectors of 512 bytes/);
  assert.deepEqual(fix?.value, ['iso']);
});
