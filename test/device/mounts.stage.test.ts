import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { describe, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { mustRun } from '../helpers/run-program.js';
import { newFolder } from '../helpers/scratch.js';

interface Given {
  /** Lines of fstab, and mount points that systemd has mounted. */
  fstab: string[];
  mounted?: string;
  /** Lines NAME LABEL FILESYSTEM MOUNTPOINT POLICY. */
  table: string[];
}

function runMounts({ fstab, mounted = '', table }: Given): string {
  const dir = newFolder('tfr-mounts-');
  const lines = (all: string[]) => all.map((line) => `${line}\n`).join('');
  const env = { LAB: dir, DEVICE: packageFile('src/device'), FSTAB: lines(fstab), MOUNTED: mounted };
  try {
    return mustRun('unshare', ['-m', 'sh', packageFile('test/device/mounts-lab.sh')], {
      env: { ...env, TABLE: lines(table) },
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const opt = 'opt tfr-opt btrfs /opt format';
const good = '/good.img /opt ext4 loop,noatime,nofail 0 0';

describe('once systemd has tried to mount the data partitions', () => {
  test('one that is mounted stays as it is', () => {
    assert.match(runMounts({ fstab: [good], mounted: '/opt', table: [opt] }), /^\/opt ext4 rw,noatime.*\n$/);
  });

  test('one that is not is mounted after all, where that works now', () => {
    assert.match(runMounts({ fstab: [good], table: [opt] }), /^\/opt ext4 rw,noatime.*\n$/);
  });

  test('memory with a limit stands in for one that cannot be mounted, and it is told', () => {
    const text = runMounts({ fstab: ['/none /opt btrfs nofail 0 0'], table: [opt] });
    assert.match(
      text,
      /^health: missing opt it could not be mounted\nopt has app\n\/opt tmpfs rw,.*size=16384k.*\n$/,
    );
  });

  test('/persist is only read then too, and docker does not start', () => {
    const table = [
      'persist tfr-persist ext4 /persist repair',
      'docker tfr-docker btrfs /var/lib/docker never',
    ];
    const text = runMounts({ fstab: [], table });
    assert.match(text, /^without docker$/m);
    assert.match(text, /^\/persist tmpfs ro,/m);
    assert.match(text, /^\/var\/lib\/docker tmpfs rw,.*size=16384k/m);
  });
});
