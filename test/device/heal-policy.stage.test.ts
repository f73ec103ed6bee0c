import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { HealPolicy } from '../../src/config/image-spec.js';
import { newFolder } from '../helpers/scratch.js';
import { type Case, heal, type Lab, layout, makeLab, overwrite, type Place, replace } from './heal-lab.js';

const MiB = 1024 * 1024;
type Broken = 'log' | 'opt';
type Damage = (disk: string) => void;

describe('what the healer may do with a partition', () => {
  let lab: Lab;
  before(() => {
    lab = makeLab(newFolder('tfr-policy-'));
  });
  after(() => rmSync(lab.dir, { recursive: true, force: true }));

  const points = { log: 'log tfr-log ext4 /var/log', opt: 'opt tfr-opt btrfs /opt' } as const;
  const numbers = { log: 2, opt: 4 } as const;
  const healAs = (name: Broken, policy: HealPolicy, given: Case) =>
    heal(lab, {
      ...given,
      table: `${points[name]} ${policy}\n`,
      after: `mkdir -p /mnt/p; if mount "\${disk}p${numbers[name]}" /mnt/p 2>/dev/null; then
        echo mounts; cat /mnt/p/app/app.log || :; umount /mnt/p; fi`,
    });
  const fill = (place: Place, byte: 'zero' | 'noise') => (disk: string) =>
    overwrite(disk, place, 0, layout[place].size * MiB, byte);
  const superblocks =
    (...places: number[]): Damage =>
    (disk) => {
      replace(disk, 'opt', lab.usedOpt);
      for (const place of places) overwrite(disk, 'opt', place, 4096, 'zero');
    };
  const logSuperblock: Damage = (disk) => overwrite(disk, 'log', 1024, 1024, 'zero');
  const oneCopy = superblocks(65_536);
  const bothCopies = superblocks(65_536, 64 * MiB);
  /** What mkfs.btrfs first wrote there is gone too, as after a trim. */
  const allOfTheStart: Damage = (disk) => {
    bothCopies(disk);
    overwrite(disk, 'opt', 0, 4 * MiB, 'zero');
  };

  const corrected: [Broken, HealPolicy, string, Damage, 'kept' | 'gone', RegExp][] = [
    ['log', 'repair', 'no superblock', logSuperblock, 'kept', /^log repaired/],
    ['log', 'repair', 'nothing in it', fill('log', 'zero'), 'gone', /^log was empty: formatted$/],
    ['log', 'never', 'no damage', () => {}, 'kept', /^$/],
    ['log', 'never', 'nothing in it', fill('log', 'zero'), 'gone', /^log was empty: formatted$/],
    ['opt', 'repair', 'one superblock', oneCopy, 'kept', /^opt repaired \(super-recover\)$/],
    ['opt', 'repair', 'nothing in it', () => {}, 'gone', /^opt was empty: formatted$/],
    ['opt', 'never', 'no damage', superblocks(), 'kept', /^$/],
    ['opt', 'never', 'nothing in it', () => {}, 'gone', /^opt was empty: formatted$/],
  ];
  for (const [name, policy, state, damage, content, note] of corrected) {
    test(`${policy}: ${name} with ${state} can be used`, () => {
      const { text, log, changed } = healAs(name, policy, { damage });
      assert.match(text, /^mounts$/m);
      assert.equal(/^kept$/m.test(text), content === 'kept', text);
      assert.match(log.join('\n'), note);
      assert.doesNotMatch(text, /^health: |left a mount/m);
      assert.deepEqual(changed, [name]);
    });
  }

  const left: [Broken, HealPolicy, string, Damage, RegExp][] = [
    [
      'log',
      'repair',
      'noise',
      fill('log', 'noise'),
      /cannot be repaired, .*\.heal\.log forbids to format it$/m,
    ],
    [
      'log',
      'never',
      'no superblock',
      logSuperblock,
      /cannot be mounted, .*\.heal\.log forbids to repair it$/m,
    ],
    ['log', 'never', 'noise', fill('log', 'noise'), /\.heal\.log forbids/],
    [
      'opt',
      'repair',
      'noise',
      fill('opt', 'noise'),
      /cannot be repaired, .*\.heal\.opt forbids to format it$/m,
    ],
    ['opt', 'repair', 'no superblock at all', bothCopies, /\.heal\.opt forbids to format it$/m],
    ['opt', 'never', 'one superblock', oneCopy, /cannot be mounted, .*\.heal\.opt forbids to repair it$/m],
    ['opt', 'never', 'no superblock at all', bothCopies, /\.heal\.opt forbids/],
    ['opt', 'repair', 'no superblock and an empty start', allOfTheStart, /\.heal\.opt forbids/],
  ];
  for (const [name, policy, state, damage, why] of left) {
    test(`${policy}: ${name} with ${state} stays as it is, memory stands in for it, and the reason is told`, () => {
      const { text, log, changed } = healAs(name, policy, { damage });
      assert.deepEqual([changed, log], [[], []], text);
      assert.match(text, new RegExp(`^health: missing ${name} it `, 'm'));
      assert.match(text, why);
      assert.match(text, /^stand-in: tmpfs at \S+ tmpfs rw,/m);
    });
  }

  test('never: of a log that is full nothing is removed', () => {
    const fillUp = `mkdir /mnt/l; mount "\${disk}p2" /mnt/l; ! dd if=/dev/zero of=/mnt/l/big bs=4k; umount /mnt/l`;
    const { text, log } = healAs('log', 'never', { before: fillUp });
    assert.deepEqual(log, []);
    assert.match(text, /^kept$/m);
    assert.doesNotMatch(text, /^health: /m);
  });
});
