import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';

interface Start {
  /** What count-failure.sh does. */
  count?: string;
  state?: string;
  cmdline?: string;
}

/** All that a stand-in for emergency mode did and said. */
function restart(
  script: string,
  shell: string,
  { count = ':', state = 'slot=b\nid=1234\ndisk=sda', cmdline = 'tfr.id=1234 tfr.slot=a quiet' }: Start = {},
): string {
  const { stdout, stderr } = runProgram('unshare', ['-m', 'sh', packageFile('test/device/restart-lab.sh')], {
    env: {
      ...{ SCRIPT: packageFile(script), SHELL_UNDER_TEST: shell },
      ...{ COUNT: count, STATE: state, CMDLINE: cmdline },
    },
  });
  return `${stdout}${stderr}`;
}

for (const shell of ['/bin/dash', '/bin/bash']) {
  describe(`emergency mode (${shell})`, () => {
    const system = 'src/device/root/usr/lib/tmpfsroot/restart';

    test('says what failed and what comes, counts the start of the slot that runs, and restarts', () => {
      const text = restart(system, shell);
      assert.match(text, /the system cannot go on \(emergency\); failed units: a\.service/);
      assert.match(text, /the machine restarts in 30 s/);
      assert.match(text, /^counted 1234 b$/m);
      assert.match(text, /^systemctl --force reboot$/m);
      assert.match(text, /^trigger b$/m);
      assert.match(text, /^no commit from here on$/m);
    });

    test('restarts whatever the disk does: a count that does not end holds nothing up', () => {
      const text = restart(system, shell, { count: 'sleep 20' });
      assert.match(text, /^counted 1234 b$/m);
      assert.doesNotMatch(text, /count done/);
      assert.match(text, /^trigger b$/m);
    });

    test('restarts a system that was not started from a slot, too, and counts nothing', () => {
      const text = restart(system, shell, { state: '' });
      assert.doesNotMatch(text, /counted/);
      assert.match(text, /^trigger b$/m);
    });
  });

  describe(`emergency mode of the initramfs (${shell})`, () => {
    const initramfs = 'src/device/dracut/90tmpfsroot/restart.sh';

    test('counts the start of the slot that GRUB chose, as long as no other is the root', () => {
      const text = restart(initramfs, shell, { state: '' });
      assert.match(text, /^counted 1234 a$/m);
      assert.match(text, /^restart: the initramfs cannot go on; failed units: a\.service {2}30$/m);
      assert.match(restart(initramfs, shell), /^counted 1234 b$/m);
    });

    test('restarts whatever the disk does', () => {
      const text = restart(initramfs, shell, { count: 'sleep 20' });
      assert.match(text, /^restart: /m);
    });

    test('counts nothing of an installer', () => {
      const text = restart(initramfs, shell, { state: '', cmdline: 'tfr.install quiet' });
      assert.doesNotMatch(text, /counted/);
      assert.match(text, /^restart: /m);
    });
  });
}
