import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { dataExt4Arguments } from '../../src/image/disk/file-systems.js';
import { mustRun } from '../helpers/run-program.js';
import { newFolder } from '../helpers/scratch.js';
import {
  type Case,
  type Healed,
  heal,
  installation,
  type Lab,
  layout,
  logDirectories,
  makeLab,
  onPartition,
  overwrite,
  relabel,
  replace,
} from './heal-lab.js';

const KiB = 1024;
const MiB = 1024 * KiB;

/** What a running system needs of the log partition, tried by a mount as fstab's. */
const tryLog = `
  mkdir -p /mnt/log
  mount -t ext4 -o noatime,lazytime,commit=30,errors=remount-ro "\${disk}p2" /mnt/log
  echo works >/mnt/log/new-file; sync -f /mnt/log
  echo "write: $(cat /mnt/log/new-file)"
  [ ! -e /mnt/log/app/app.log ] || echo "old log: $(cat /mnt/log/app/app.log)"
  [ ! -e /mnt/log/.tfr-probe ] || echo 'probe file left'
  cd /mnt/log; find . -mindepth 1 -type d -printf 'dir: %m %U %G %P\\n'; cd /
  umount /mnt/log
  e2fsck -fn "\${disk}p2" || echo "not clean: $?"
  dumpe2fs -h "\${disk}p2" 2>/dev/null | sed -n 's/^Errors behavior: */errors: /p'
  echo "type: $(blkid -p -o value -s TYPE "\${disk}p2") $(blkid -p -o value -s LABEL "\${disk}p2")"`;

/** /var/log works after the healer ran, and nothing else was touched. */
function assertLogWorks({ text, changed }: Healed): void {
  for (const line of ['healer: 0', 'write: works', 'type: ext4 tfr-log', 'errors: Remount read-only']) {
    assert.ok(text.includes(`${line}\n`), `no "${line}" in:\n${text}`);
  }
  for (const bad of ['not clean', 'healer left a mount', 'probe file left']) {
    assert.ok(!text.includes(bad), text);
  }
  for (const directory of logDirectories) assert.ok(text.includes(`dir: ${directory}\n`), text);
  assert.deepEqual(changed, ['log']);
}

function assertUntouched({ text, changed }: Healed): void {
  assert.match(text, /^healer: [01]$/m);
  assert.ok(!text.includes('healer left a mount'), text);
  assert.deepEqual(changed, []);
}

describe('the healer over a real log partition', () => {
  const logOnly = 'log tfr-log ext4 /var/log\n';
  let lab: Lab;
  before(() => {
    lab = makeLab(newFolder('tfr-heal-'));
  });
  after(() => rmSync(lab.dir, { recursive: true, force: true }));

  type Damage = (disk: string) => void;
  const inLog = (offset: number, length: number, byte: 'zero' | 'noise') => (disk: string) =>
    overwrite(disk, 'log', offset, length, byte);
  const debugfs =
    (...commands: string[]): Damage =>
    (disk) => {
      for (const command of commands) onPartition(lab, disk, 'log', 'debugfs', ['-w', '-R', command]);
    };
  const other =
    (program: string, ...args: string[]): Damage =>
    (disk) => {
      inLog(0, layout.log.size * MiB, 'zero')(disk);
      const { status, stderr } = onPartition(lab, disk, 'log', program, args);
      assert.equal(status, 0, stderr);
    };
  const format = dataExt4Arguments('tfr-log', '7f5000bb-1234-4abc-8def-0123456789ab');
  /** First block of the journal: where its superblock is. */
  const journalSuperblock = (disk: string): number => {
    const blocks = onPartition(lab, disk, 'log', 'debugfs', ['-R', 'blocks <8>']).stdout;
    return Number(blocks.trim().split(/\s+/)[0]) * KiB;
  };

  // The last column: what becomes of logs that the damage itself left readable.
  const damages: [string, Damage, 'kept' | 'gone', RegExp][] = [
    ['no damage', () => {}, 'kept', /^$/],
    ['a journal to be replayed', (disk) => replace(disk, 'log', lab.dirtyLog), 'kept', /^$/],
    ['a superblock of zeros', inLog(KiB, KiB, 'zero'), 'kept', /repaired/],
    ['a superblock of noise', inLog(KiB, KiB, 'noise'), 'kept', /repaired/],
    ['noise in the first 64 KiB', inLog(0, 64 * KiB, 'noise'), 'kept', /repaired/],
    ['zeros in the first 64 KiB', inLog(0, 64 * KiB, 'zero'), 'kept', /repaired/],
    ['noise in the first MiB, inodes among it', inLog(0, MiB, 'noise'), 'gone', /repaired|formatted/],
    ['noise in the first 8 MiB', inLog(0, 8 * MiB, 'noise'), 'gone', /repaired|formatted/],
    ['noise all over', inLog(0, layout.log.size * MiB, 'noise'), 'gone', /formatted/],
    ['zeros all over', inLog(0, layout.log.size * MiB, 'zero'), 'gone', /formatted/],
    [
      'a broken superblock of the journal',
      (disk) => inLog(journalSuperblock(disk), KiB, 'noise')(disk),
      'kept',
      /repaired/,
    ],
    [
      'a broken superblock of a journal to be replayed',
      (disk) => {
        replace(disk, 'log', lab.dirtyLog);
        inLog(journalSuperblock(disk), KiB, 'noise')(disk);
      },
      'kept',
      /repaired/,
    ],
    [
      'no journal, as e2fsck may leave it',
      (disk) => {
        assert.equal(onPartition(lab, disk, 'log', 'tune2fs', ['-O', '^has_journal']).status, 0);
      },
      'kept',
      /repaired/,
    ],
    ['no inode of the journal', debugfs('clri <8>'), 'kept', /repaired/],
    ['no root inode', debugfs('clri <2>'), 'gone', /repaired/],
    ['a root inode that is a file', debugfs('sif <2> mode 0100644'), 'gone', /repaired/],
    ['a root directory without a block', debugfs('sif <2> block[0] 0'), 'gone', /repaired/],
    ['an inode of noise instead of a directory', debugfs('sif journal mode 0170000'), 'kept', /repaired/],
    ['a flag of errors that the kernel met', debugfs('ssv state 2'), 'kept', /^$|repaired/],
    ['FAT in its place', other('mkfs.vfat'), 'gone', /formatted/],
    ['btrfs in its place', other('mkfs.btrfs', '-q', '-f', '--mixed', '-L', 'foreign'), 'gone', /formatted/],
    [
      'a format that was cut short',
      (disk) => {
        inLog(0, layout.log.size * MiB, 'zero')(disk);
        assert.equal(onPartition(lab, disk, 'log', 'mkfs.ext4', format).status, 0);
        inLog(5 * MiB, 30 * MiB, 'noise')(disk);
      },
      'gone',
      /repaired|formatted/,
    ],
    ['swap in its place', other('mkswap'), 'gone', /formatted/],
  ];
  for (const [damage, make, content, note] of damages) {
    test(`/var/log works after: ${damage}`, () => {
      const result = heal(lab, { damage: make, table: logOnly, after: tryLog });
      assertLogWorks(result);
      assert.equal(result.text.includes('old log: kept'), content === 'kept', result.text);
      assert.match(result.log.join('\n'), note);
    });
  }
  const noSleep = 'ln -sf true /usr/bin/sleep;';
  const zeroLog = inLog(0, MiB, 'zero');
  const untouched: [string, Case][] = [
    [
      'a partition with the label of somebody else',
      {
        damage: (disk) => {
          relabel(disk, { log: 'data' });
          zeroLog(disk);
        },
      },
    ],
    ['a partition whose PARTUUID is there twice', { damage: zeroLog, secondDisk: true }],
    [
      'a partition of another installation',
      { damage: zeroLog, id: '1234-4abc-8def-0123456789ac', before: noSleep },
    ],
    ['anything when the kernel command line names no installation', { damage: zeroLog, id: '' }],
    [
      '/persist, when there is nothing in it to repair',
      {
        damage: (disk) => overwrite(disk, 'persist', 0, 16 * MiB, 'noise'),
        table: 'persist tfr-persist ext4 /persist\n',
      },
    ],
    ['a disk that takes no writes', { damage: zeroLog, before: 'blockdev --setro "${disk}p2"' }],
  ];
  for (const [what, given] of untouched) {
    test(`the healer does not touch ${what}`, () => assertUntouched(heal(lab, { table: logOnly, ...given })));
  }

  /** sh that mounts the log partition and runs a script in it. */
  const inMounted = (script: string) =>
    `mkdir -p /mnt/log; mount "\${disk}p2" /mnt/log; cd /mnt/log; ${script}; cd /; umount /mnt/log`;

  for (const [what, fill] of [
    ['full', '! dd if=/dev/zero of=big bs=4k; sync'],
    ['out of inodes', 'mkdir many; cd many; seq 100000 | xargs touch 2>/dev/null || :; cd ..; sync'],
  ] as const) {
    test(`in a log partition that is ${what} the oldest files make room`, () => {
      const result = heal(lab, {
        table: logOnly,
        before: inMounted(`touch -d 2020-01-01 app/app.log; touch newest; ${fill}; touch -d tomorrow newest`),
        after: `${inMounted('[ ! -e app/app.log ] && [ -e newest ] && echo oldest gone')}; ${tryLog}`,
      });
      assert.match(result.text, /^oldest gone$/m);
      assertLogWorks(result);
      assert.match(result.log.join('\n'), /^log was full: removed the oldest \d+ files$/);
    });
  }

  test('missing directories are made, wrong owners and modes are corrected, what stands in their place stays', () => {
    const result = heal(lab, {
      table: logOnly,
      before: inMounted('rmdir "audit dir/old"; chown 5:5 journal; chmod 0777 "audit dir"'),
      after: tryLog,
    });
    assertLogWorks(result);
    assert.match(result.text, /old log: kept/);
    const replaced = heal(lab, {
      table: logOnly,
      before: inMounted('rm -r journal "audit dir"; ln -s /nowhere journal; echo mine >"audit dir"'),
      after: inMounted('ls -l journal; cat "audit dir" app/app.log'),
    });
    assert.match(replaced.text, /journal -> \/nowhere\nmine\nkept$/m);
    assert.ok(!replaced.log.join().includes('formatted'), replaced.text);
  });

  test('damage that only the running system meets is repaired at the next boot', () => {
    const hide = debugfs('sif app/app.log mode 0170000');
    const meet = inMounted('cat app/app.log || echo met');
    const { text, disk } = heal(lab, { damage: hide, table: logOnly, after: meet });
    assert.match(text, /^met$/m);
    const left = path.join(lab.dir, 'left');
    mustRun('mv', [disk, left]);
    const next = heal(lab, { damage: (copy) => mustRun('cp', [left, copy]), table: logOnly, after: tryLog });
    assertLogWorks(next);
    assert.match(next.log.join(), /repaired/);
  });

  for (const shell of ['/bin/dash', '/bin/busybox']) {
    test(`it works with ${shell} as the shell of the initramfs`, () => {
      const result = heal(lab, { damage: zeroLog, table: logOnly, after: tryLog, shell });
      assertLogWorks(result);
      const formatted = heal(lab, {
        damage: inLog(0, 48 * MiB, 'zero'),
        table: logOnly,
        after: tryLog,
        shell,
      });
      assertLogWorks(formatted);
    });
  }

  describe('a partition that udev and blkid cannot read', () => {
    const uuid = `7f500005-${installation}`;
    const tell = (...lines: string[]) =>
      `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} >/tmp/uevent
       mount --bind /tmp/uevent "/sys/class/block/\${disk##*/}p2/uevent"`;
    /** The kernel's table is all that knows of it. */
    const before = (...more: string[]) =>
      `mkdir -p /run/tmpfsroot; echo "\${disk##*/}" >/run/tmpfsroot/disk
       sed -i 's/PARTUUID=x/PARTUUID=${uuid}/' /sysroot/etc/fstab
       rm /dev/disk/by-partuuid/*; mv /usr/sbin/blkid /usr/sbin/seeing; ln -s /bin/false /usr/sbin/blkid
       ${[noSleep, tell('DEVNAME=it', 'PARTNAME=tfr-log'), ...more].join('\n')}`;
    const after = `mv -f /usr/sbin/seeing /usr/sbin/blkid\n${tryLog}`;
    const options = { damage: zeroLog, table: logOnly };

    test('is found on the disk of the root, repaired, and mounted by its device', () => {
      const result = heal(lab, { ...options, before: before(), after });
      assertLogWorks(result);
      assert.match(result.log.join(), /repaired/);
      assert.match(result.text, /^fstab: \/dev\/loop\d+p2 \/var\/log /m);
    });

    test('is left alone when it has another label, or the disk of the root is not known', () => {
      const other = tell('DEVNAME=it', 'PARTNAME=data');
      assertUntouched(heal(lab, { ...options, before: before(other) }));
      assertUntouched(heal(lab, { ...options, before: before('rm /run/tmpfsroot/disk') }));
    });

    test('is left alone when it can be read after all, and belongs to another installation', () => {
      const blkid = `printf '#!/bin/sh\\necho 7f500005-0000-4000-8000-000000000000\\n' >/usr/sbin/other
        chmod +x /usr/sbin/other; ln -sf other /usr/sbin/blkid`;
      assertUntouched(heal(lab, { ...options, before: before(blkid) }));
    });
  });
});
