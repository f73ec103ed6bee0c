import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { runProgram } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';
import { shellFunction } from '../helpers/shell-function.js';

/** Records as /dev/kmsg has them. */
const whole = `6,0,0,-;Linux version 6.1.0
6,328,1558900,-;Trying to unpack rootfs image as initramfs...
6,329,2905596,-;Freeing initrd memory: 42312K
14,400,9905596,-;tfr: Initramfs unpacking failed: says somebody else
`;

for (const shell of ['/bin/dash', '/bin/bash']) {
  describe(`an initramfs of which the kernel unpacked only a part (${shell})`, () => {
    /** What is done when the kernel has said `records`, and the count of the failure ends with `counted`. */
    const start = (t: Parameters<typeof scratchFolder>[0], records: string, counted: 0 | 1): string => {
      const dir = scratchFolder(t);
      writeTree(dir, {
        kmsg: records,
        'count-failure.sh': `#!/bin/sh\necho "counted $*"\nexit ${counted}\n`,
      });
      const functions = ['is_unpacked', 'leave_slot']
        .map((name) => shellFunction('src/device/dracut/90tmpfsroot/root.sh', name))
        .join('\n')
        .replace('/dev/kmsg', path.join(dir, 'kmsg'))
        .replace('/usr/lib/tmpfsroot/count-failure.sh', `sh ${path.join(dir, 'count-failure.sh')}`);
      const stubs = 'tfr_restart() { echo "restart: $1"; exit; }\ntfr_health() { echo "health: $*"; }';
      const call = 'id=1234 first=a\nis_unpacked || leave_slot\necho goes on';
      return runProgram(shell, ['-c', `${stubs}\n${functions}\n${call}`]).stdout;
    };

    test('is not a matter when all of it was unpacked', (t) => {
      assert.equal(start(t, whole, 0), 'goes on\n');
    });

    for (const said of [
      'Initramfs unpacking failed: ZSTD-compressed data is corrupt',
      'rootfs image is not initramfs (invalid magic at start of compressed archive); looks like an initrd',
    ]) {
      const records = `${whole}0,401,2905596,-;${said}\n`;
      test(`is a failed start, and the other slot is started next (${said.slice(0, 20)}...)`, (t) => {
        assert.equal(start(t, records, 0), 'counted 1234 a\nrestart: the initramfs of slot a is damaged\n');
      });

      test(`is told, and is better than nothing when the other slot is no better (${said.slice(0, 20)}...)`, (t) => {
        assert.match(start(t, records, 1), /^counted 1234 a\nhealth: missing initramfs .*\ngoes on\n$/);
      });
    }
  });
}
