import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { newFolder } from '../helpers/scratch.js';
import { type Case, heal, type Lab, makeLab, onPartition, overwrite, replace } from './heal-lab.js';

describe('what is salvaged of a /opt that cannot be repaired', () => {
  let lab: Lab;
  before(() => {
    lab = makeLab(newFolder('tfr-salvage-'));
  });
  after(() => rmSync(lab.dir, { recursive: true, force: true }));

  /** Both copies of the tree of extents, as it is and as each of the four backups has it: only `rescue=all` mounts it. */
  function breakOpt(disk: string): void {
    const dump = onPartition(lab, disk, 'opt', 'btrfs', ['inspect-internal', 'dump-super', '-f']).stdout;
    const roots = [...dump.matchAll(/backup_extent_root:\s+(\d+)/g)].map((match) => Number(match[1]));
    const [, root = ''] = /^root\s+(\d+)/m.exec(dump) ?? [];
    const copies = onPartition(lab, disk, 'opt', 'btrfs-map-logical', ['-l', root]).stdout;
    const places = [...copies.matchAll(/physical (\d+)/g)].map((match) => Number(match[1]));
    assert.deepEqual([roots.length, places.length], [4, 2], dump + copies);
    // All of them are in one chunk.
    for (const place of places) {
      for (const at of roots) overwrite(disk, 'opt', place - Number(root) + at, 4096, 'noise');
    }
  }
  const usedAndBroken = (disk: string) => {
    replace(disk, 'opt', lab.usedOpt);
    breakOpt(disk);
  };
  const list = `mkdir -p /mnt/o; mount "\${disk}p4" /mnt/o; cd /mnt/o; echo works >new
    find . -printf 'in opt: %M %U %G %P\\n'; cat salvaged/app/app.log salvaged/salvaged/app/app.log 2>/dev/null || :
    [ ! -e salvaged/journal/system.journal ] || wc -c salvaged/journal/system.journal; cd /; umount /mnt/o
    btrfs check "\${disk}p4" >/dev/null 2>&1 && echo 'btrfs clean'`;
  const salvage = (given: Case = {}) =>
    heal(lab, { damage: usedAndBroken, table: 'opt tfr-opt btrfs /opt format\n', after: list, ...given });
  const note = (kept: number, seen: number) =>
    `opt salvaged ${kept} of ${seen} files into /opt/salvaged: look at them, their checksums were not checked`;
  const formatted = 'opt could not be repaired: formatted';
  const mounts = /^\S+ (\/run\/tmpfsroot\/\S+)/m;

  for (const shell of ['/bin/bash', '/bin/dash']) {
    test(`its files are in a folder that only root can enter, and a person is told (${path.basename(shell)})`, () => {
      const { text, log, changed } = salvage({ shell });
      assert.deepEqual(log, [formatted, note(3, 3)], text);
      for (const line of [
        'in opt: drwx------ 0 0 salvaged',
        'in opt: drwxr-sr-x 0 190 salvaged/journal',
        'kept',
        '3000000 salvaged/journal/system.journal',
        'btrfs clean',
      ]) {
        assert.ok(text.includes(`${line}\n`), `no "${line}" in:\n${text}`);
      }
      assert.doesNotMatch(text, /^health: |left a mount/m);
      assert.deepEqual(changed, ['opt']);
    });
  }

  test('nothing of it stays mounted or in memory', () => {
    const { text } = salvage({ after: 'cat /proc/mounts' });
    assert.doesNotMatch(text, mounts);
  });

  test('files that do not fit into less than half of the free memory are left, and no half of one', () => {
    const before = `sed 's/^MemAvailable:.*/MemAvailable: 4000 kB/' /proc/meminfo >/tmp/meminfo
      mount --bind /tmp/meminfo /proc/meminfo`;
    const { text, log } = salvage({ before });
    assert.deepEqual(log, [formatted, note(2, 3)], text);
    assert.match(text, /^kept$/m);
    assert.doesNotMatch(text, /system\.journal/);
  });

  test('what takes longer than its time is left, and the rest is salvaged', () => {
    // A program that copies all but the last, and hangs in the middle of that.
    const before = `mv /usr/bin/cp /usr/bin/copy; cat >/usr/bin/cp <<'X'
#!/bin/sh
[ "$PWD" = /run/tmpfsroot/salvage ] || exec copy "$@"
copy -a --parents -t "$4" app/*; mkdir "$4/journal"; head -c 1000000 journal/system.journal >"$4/journal/system.journal"
exec sleep 100
X
      chmod 755 /usr/bin/cp; mv /usr/bin/timeout /usr/bin/limit
      printf '#!/bin/sh\\nshift\\nexec limit 5 "$@"\\n' >/usr/bin/timeout; chmod 755 /usr/bin/timeout`;
    const { text, log } = salvage({ before });
    assert.deepEqual(log, [formatted, note(2, 3)], text);
    assert.doesNotMatch(text, /salvaged\/journal\/system/);
  });

  test('the folder of the last time is in that of this time, and odd names are kept', () => {
    const odd = `mkdir -p /mnt/o; mount "\${disk}p4" /mnt/o; touch "/mnt/o/$(printf 'two\\nlines')"; umount /mnt/o`;
    const { disk } = salvage({ after: odd });
    const first = path.join(lab.dir, 'first');
    mustRun('mv', [disk, first]);
    const damage = (copy: string) => {
      mustRun('cp', [first, copy]);
      breakOpt(copy);
    };
    const { text, log } = salvage({ damage });
    assert.deepEqual(log, [formatted, note(4, 4)], text);
    assert.match(text, /^in opt: drwx------ 0 0 salvaged\/salvaged$/m);
    assert.match(text, /^in opt: \S+ 0 0 salvaged\/two\nlines$/m);
    assert.match(text, /^kept$/m);
  });

  const tried = (times: number) => (disk: string) => {
    usedAndBroken(disk);
    onPartition(lab, disk, 'opt', 'sh', [
      ...['-euc', `printf 'tfr-salvage %04d' ${times} | dd of="$0" bs=16 seek=1 conv=notrunc status=none`],
    ]);
  };
  test('a kernel that crashed over it twice does not try again', () => {
    assert.deepEqual(salvage({ damage: tried(1) }).log, [formatted, note(3, 3)]);
    const { text, log } = salvage({ damage: tried(2) });
    assert.deepEqual(log, [formatted], text);
    assert.match(text, /^btrfs clean$/m);
  });

  test('a kernel that cannot mount it formats it all the same', () => {
    const before = `mv /usr/bin/mount /usr/bin/real; cat >/usr/bin/mount <<'X'
#!/bin/sh
case "$*" in *rescue=*) exit 32 ;; *) exec real "$@" ;; esac
X
      chmod 755 /usr/bin/mount`;
    const { text, log } = salvage({ before });
    assert.deepEqual(log, [formatted], text);
    assert.match(text, /^btrfs clean$/m);
  });

  test('the count of tries is in the partition before the file system is mounted', () => {
    // A crash: the healer and all it started are gone at once.
    const before = `mv /usr/bin/mount /usr/bin/real; cat >/usr/bin/mount <<'X'
#!/bin/sh
case "$*" in *rescue=all*) kill -9 $(cat /tmp/healer) ;; *) exec real "$@" ;; esac
X
      chmod 755 /usr/bin/mount
      sed -i '2i echo $$ >/tmp/healer' /usr/lib/tmpfsroot/heal.sh`;
    const after = `dd if="\${disk}p4" bs=16 skip=1 count=1 2>/dev/null; echo`;
    assert.match(salvage({ before, after }).text, /^tfr-salvage 0001$/m);
  });
});
