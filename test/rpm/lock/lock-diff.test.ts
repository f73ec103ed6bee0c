import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatBytes } from '../../../src/base/text/format.js';
import { diffLocks } from '../../../src/rpm/lock/lock-diff.js';
import { diffText } from '../../../src/rpm/lock/lock-diff-text.js';
import { lockedPackage, lockOf } from '../fixture.js';

const digest = (letter: string) => letter.repeat(64);
const before = lockOf([
  lockedPackage({ name: 'bash', version: '5.2', size: 100, installedSize: 1000 }),
  lockedPackage({ name: 'gone', size: 10, installedSize: 20 }),
  lockedPackage({ name: 'kernel-core', version: '6.1', sha256: digest('a') }),
  lockedPackage({ name: 'kernel-core', version: '6.2', sha256: digest('b') }),
  lockedPackage({ name: 'older', epoch: 1 }),
  lockedPackage({ name: 'rebuilt' }),
  lockedPackage({ name: 'same' }),
]);
const after = lockOf([
  lockedPackage({ name: 'bash', version: '5.10', size: 150, installedSize: 900 }),
  lockedPackage({ name: 'kernel-core', version: '6.2', sha256: digest('b') }),
  lockedPackage({ name: 'kernel-core', version: '6.3', sha256: digest('c') }),
  lockedPackage({ name: 'new', arch: 'noarch' }),
  lockedPackage({ name: 'older', version: '9' }),
  lockedPackage({ name: 'rebuilt', sha256: digest('d') }),
  lockedPackage({ name: 'same', why: ['new'] }),
]);

describe('difference of two locks', () => {
  it('tells what was added, removed, upgraded, downgraded and rebuilt, by name', () => {
    const { changes } = diffLocks(before, after);
    assert.deepEqual(
      changes.map(({ name, kind, from, to }) => [name, kind, from, to]),
      [
        ['bash', 'upgraded', '5.2-1.fc41', '5.10-1.fc41'],
        ['gone', 'removed', '1.0-1.fc41', null],
        ['kernel-core', 'upgraded', '6.1-1.fc41', '6.3-1.fc41'],
        ['new', 'added', null, '1.0-1.fc41'],
        ['older', 'downgraded', '1:1.0-1.fc41', '9-1.fc41'],
        ['rebuilt', 'changed', '1.0-1.fc41', '1.0-1.fc41'],
      ],
    );
  });

  it('sums up to the difference of the sizes', () => {
    const { changes, size, installedSize } = diffLocks(before, after);
    const sum = (field: 'size' | 'installedSize') =>
      changes.reduce((total, change) => total + change[field], 0);
    assert.equal(sum('size'), size.to - size.from);
    assert.equal(sum('installedSize'), installedSize.to - installedSize.from);
    assert.equal(size.to - size.from, 50 - 10 + 1000);
  });

  it('of equal locks is empty, and says so', () => {
    assert.deepEqual(diffLocks(before, before).changes, []);
    assert.equal(diffText(diffLocks(before, before), formatBytes), 'No package differs.\n');
  });

  it('reads as a table', () => {
    assert.equal(
      diffText(diffLocks(before, after), formatBytes),
      `Added (1)
  new.noarch  1.0-1.fc41  +3.0 kB

Removed (1)
  gone.x86_64  1.0-1.fc41  -20 B

Upgraded (2)
  bash.x86_64         5.2-1.fc41 -> 5.10-1.fc41  -100 B
  kernel-core.x86_64  6.1-1.fc41 -> 6.3-1.fc41

Downgraded (1)
  older.x86_64  1:1.0-1.fc41 -> 9-1.fc41

Same version, other content (1)
  rebuilt.x86_64  1.0-1.fc41

Download   5.1 kB -> 6.2 kB (+1.0 kB)
Installed  16.0 kB -> 18.9 kB (+2.9 kB)
`,
    );
  });
});
