import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { slotFormatOf } from '../../../src/image/slot/slot-format.js';
import { specOf } from '../spec-of.js';

type Wish = ImageSpec['device']['slotFormat'];

const tools = ['bash', 'squashfs-tools'];

const table: [Wish, ImageSpec['system']['selinux'], readonly string[], string][] = [
  ['auto', 'disabled', tools, 'squashfs'],
  ['auto', 'disabled', ['bash'], 'files'],
  ['auto', 'enforcing', tools, 'files'],
  ['auto', 'permissive', tools, 'files'],
  ['files', 'disabled', tools, 'files'],
  ['squashfs', 'disabled', ['bash'], 'squashfs'],
];
for (const [wish, selinux, names, format] of table) {
  test(`slots hold ${format}: ${wish}, SELinux ${selinux}, ${names.join(' ')}`, () => {
    const spec = specOf(({ device, system }) => {
      device.slotFormat = wish;
      system.selinux = selinux;
    });
    const packages = names.map((name) => ({ name })) as Parameters<typeof slotFormatOf>[1]['packages'];
    assert.equal(slotFormatOf(spec, { packages }), format);
  });
}
