import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { hookList } from '../../src/image/installer/installer-scripts.js';
import { newFolder } from '../helpers/scratch.js';
import { makeSmallSlot } from '../helpers/small-root.js';
import { scriptsLab } from './scripts-lab.js';

const change = `mkdir -p persist usr/lib/tmpfsroot
echo 'persist tfr-persist ext4 /persist keep' >usr/lib/tmpfsroot/partitions`;

const hook = `#!/bin/sh
cd /mnt/sysimage || exit 1
if touch etc/probe 2>/dev/null; then echo 'the root can be written'; fi
chroot . sh -c 'cat "/usr/own/a b" >/persist/kept; cat /persist/kept'
echo hook >boot/efi/site.txt
`;

describe('a script of install-hooks.d', { concurrency: 1 }, () => {
  let dir = '';
  before(() => {
    dir = newFolder('tfr-install-hooks-');
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  for (const format of ['files', 'squashfs'] as const) {
    test(`enters the new system, of which it can write the partitions only: a slot of ${format}`, async (t) => {
      const slot = await makeSmallSlot({ format, dir: path.join(dir, format), change });
      const files = {
        'install-hooks.list': hookList({ shownAs: 'install-hooks.d', names: ['10-site.sh'] }),
        'install-hooks.d/10-site.sh': hook,
      };
      const commands = `run_install_hooks; cat "$TARGET/site.txt"; ! grep -e /mnt/sys -e ' /run/tmpfsroot' /proc/mounts`;
      for (const shell of ['/bin/dash', '/bin/bash']) {
        const { lines, status, stderr } = scriptsLab(t, shell, files, commands, slot);
        const said = ['running install-hooks.d/10-site.sh', 'install-hooks.d/10-site.sh: a', 'hook'];
        assert.deepEqual([lines, status], [said, 0], stderr);
      }
    });
  }
});
