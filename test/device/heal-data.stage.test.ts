import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { runProgram } from '../helpers/run-program.js';
import { newFolder } from '../helpers/scratch.js';
import {
  type Case,
  heal,
  type Lab,
  layout,
  makeLab,
  onPartition,
  overwrite,
  relabel,
  replace,
} from './heal-lab.js';

const KiB = 1024;
const MiB = 1024 * KiB;

describe('the healer over the other data partitions', () => {
  const logOnly = 'log tfr-log ext4 /var/log\n';
  const optOnly = 'opt tfr-opt btrfs /opt\n';
  const persistOnly = 'persist tfr-persist ext4 /persist\n';
  const noSleep = 'ln -sf true /usr/bin/sleep;';
  let lab: Lab;
  before(() => {
    lab = makeLab(newFolder('tfr-heal-'));
  });
  after(() => rmSync(lab.dir, { recursive: true, force: true }));

  type Damage = (disk: string) => void;
  const tryOpt = `
    mkdir -p /mnt/opt; mount -t btrfs -o noatime "\${disk}p4" /mnt/opt; echo works >/mnt/opt/f; sync -f /mnt/opt
    echo "write: $(cat /mnt/opt/f)"; umount /mnt/opt; btrfs check "\${disk}p4" >/dev/null 2>&1 && echo 'btrfs clean'
    btrfs inspect-internal dump-tree -t chunk "\${disk}p4" | grep -o 'METADATA|DUP' | head -n 1
    echo "label: $(blkid -p -o value -s LABEL "\${disk}p4")"`;

  test('a btrfs partition that is empty, as a disk image has it, is formatted at the first boot', () => {
    const { text, log, changed } = heal(lab, { table: `${logOnly}${optOnly}`, after: tryOpt });
    for (const line of ['write: works', 'btrfs clean', 'METADATA|DUP', 'label: tfr-opt']) {
      assert.ok(text.includes(`${line}\n`), text);
    }
    assert.deepEqual(log, ['opt was empty: formatted']);
    assert.deepEqual(
      changed.filter((place) => place !== 'log'),
      ['opt'],
    );
  });

  const used = (disk: string) => replace(disk, 'opt', lab.usedOpt);
  const inOpt =
    (offset: number, length: number, byte: 'zero' | 'noise'): Damage =>
    (disk) => {
      used(disk);
      overwrite(disk, 'opt', offset, length, byte);
    };
  /** Both copies of the block that the tree of the trees begins with. */
  const noTreeRoot: Damage = (disk) => {
    used(disk);
    const { stdout } = runProgram('btrfs', ['inspect-internal', 'dump-super', lab.usedOpt]);
    const [, logical = ''] = /^root\s+(\d+)/m.exec(stdout) ?? [];
    const { stdout: copies } = runProgram('btrfs-map-logical', ['-l', logical, lab.usedOpt]);
    const places = [...copies.matchAll(/physical (\d+)/g)].map((match) => Number(match[1]));
    assert.equal(places.length, 2, copies);
    for (const place of places) overwrite(disk, 'opt', place, 4096, 'noise');
  };
  const superblocks = [64 * KiB, 64 * MiB];
  const optDamages: [string, Damage, 'kept' | 'gone' | 'either', RegExp][] = [
    ['no damage', used, 'kept', /^$/],
    ['a primary superblock of zeros', inOpt(64 * KiB, 4096, 'zero'), 'kept', /repaired \(super-recover\)/],
    ['a primary superblock of noise', inOpt(64 * KiB, 4096, 'noise'), 'kept', /repaired/],
    [
      'no superblock at all',
      (disk) => {
        used(disk);
        for (const place of superblocks) overwrite(disk, 'opt', place, 4096, 'zero');
      },
      'gone',
      /formatted/,
    ],
    ['zeros in the first 4 MiB', inOpt(0, 4 * MiB, 'zero'), 'either', /repaired|formatted/],
    ['no root of its trees', noTreeRoot, 'either', /repaired|formatted/],
    ['noise all over', inOpt(0, layout.opt.size * MiB, 'noise'), 'gone', /formatted/],
    [
      'a single byte in emptiness',
      (disk) => overwrite(disk, 'opt', 4 * MiB - 1, 1, 'noise'),
      'gone',
      /formatted/,
    ],
    [
      'ext4 in its place',
      (disk) => assert.equal(onPartition(lab, disk, 'opt', 'mkfs.ext4', ['-q', '-F']).status, 0),
      'gone',
      /formatted/,
    ],
  ];
  for (const [damage, make, content, note] of optDamages) {
    test(`/opt works after: ${damage}`, () => {
      const seen = `mkdir -p /mnt/o; mount "\${disk}p4" /mnt/o; cat /mnt/o/app/app.log || :; umount /mnt/o; ${tryOpt}`;
      const result = heal(lab, { damage: make, table: optOnly, after: seen });
      for (const line of ['healer: 0', 'write: works', 'label: tfr-opt']) {
        assert.ok(result.text.includes(`${line}\n`), result.text);
      }
      if (content !== 'either') assert.equal(/^kept$/m.test(result.text), content === 'kept', result.text);
      assert.match(result.log.join('\n'), note);
      assert.doesNotMatch(result.text, /^health: |healer left a mount/m);
    });
  }

  const persistDamages: [string, Damage, RegExp][] = [
    ['no damage', () => {}, /^$/],
    ['a superblock of zeros', (disk) => overwrite(disk, 'persist', KiB, KiB, 'zero'), /repaired/],
    ['zeros in the first 64 KiB', (disk) => overwrite(disk, 'persist', 0, 64 * KiB, 'zero'), /repaired/],
    [
      'a journal superblock of noise',
      (disk) => {
        const blocks = onPartition(lab, disk, 'persist', 'debugfs', ['-R', 'blocks <8>']).stdout;
        overwrite(disk, 'persist', Number(blocks.trim().split(/\s+/)[0]) * KiB, KiB, 'noise');
      },
      /repaired/,
    ],
  ];
  test('/persist is not written when all is well', () => {
    assert.deepEqual(heal(lab, { table: persistOnly }).changed, []);
  });

  for (const [damage, make, note] of persistDamages) {
    test(`/persist is kept after: ${damage}`, () => {
      const after = 'mkdir /mnt/p; mount -o ro "${disk}p1" /mnt/p; cat /mnt/p/app/app.log; umount /mnt/p';
      const { text, log } = heal(lab, { damage: make, table: persistOnly, after });
      assert.match(text, /^kept$/m);
      assert.match(log.join('\n'), note);
      assert.doesNotMatch(text, /^health: /m);
    });
  }

  const slow =
    'mv /usr/bin/timeout /usr/bin/limit; printf \'#!/bin/sh\\n[ $3 != rescue ] || exit 124\\nexec limit "$@"\\n\' ' +
    '>/usr/bin/timeout; chmod 755 /usr/bin/timeout';
  const unreadable = "rm /usr/bin/dd; printf '#!/bin/false\\n' >/usr/bin/dd; chmod 755 /usr/bin/dd";
  const without: [string, string, Case, RegExp][] = [
    [
      'persist',
      '/persist',
      { table: persistOnly, damage: (disk) => overwrite(disk, 'persist', 0, 16 * MiB, 'noise') },
      /tmpfs at \/persist tmpfs ro,.*size=16384k/,
    ],
    [
      'opt',
      '/opt',
      { table: optOnly, damage: inOpt(0, layout.opt.size * MiB, 'noise'), before: unreadable },
      /tmpfs at \/opt tmpfs rw,.*size=16384k/,
    ],
    [
      'opt',
      '/opt',
      { table: optOnly, damage: inOpt(0, layout.opt.size * MiB, 'noise'), before: slow },
      /^health: missing opt its repair took too long$/m,
    ],
    [
      'log',
      '/var/log',
      { table: logOnly, damage: (disk) => relabel(disk, { log: 'data' }) },
      /tmpfs at \/var\/log tmpfs rw,.*size=65536k/,
    ],
    [
      'docker',
      '/var/lib/docker',
      { table: 'docker tfr-docker btrfs /var/lib/docker\n', before: noSleep },
      /tmpfs at \/var\/lib\/docker tmpfs rw,.*size=16384k/,
    ],
  ];
  for (const [name, point, given, mount] of without) {
    test(`where ${name} cannot be used, a small file system in memory stands in for it`, () => {
      const after = 'ls /sysroot/var/log || :; ls /run/tmpfsroot/without-docker || :';
      const { text, changed } = heal(lab, { ...given, after });
      assert.match(text, mount);
      assert.match(text, new RegExp(`^health: missing ${name} \\S`, 'm'));
      assert.doesNotMatch(text, new RegExp(`^fstab: .* ${point} `, 'm'));
      assert.deepEqual(changed, []);
      assert.equal(/^\/run\/tmpfsroot\/without-docker$/m.test(text), name === 'docker');
      if (name === 'log') assert.match(text, /^journal$/m);
    });
  }
});
