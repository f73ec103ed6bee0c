import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyPulled } from '../../../src/wizard/packages/why-pulled.js';
import { lockedPackage } from '../../rpm/fixture.js';

function lockOf(whys: Record<string, string[]>) {
  return { packages: Object.entries(whys).map(([name, why]) => lockedPackage({ name, why })) };
}

const lock = lockOf({
  systemd: ['listed'],
  bash: ['listed'],
  seed: ['pinned'],
  dbus: ['systemd'],
  'dbus-broker': ['dbus'],
  expat: ['dbus-broker', 'python3'],
  python3: ['seed'],
  readline: ['bash', 'python3'],
  pcre2: ['glib2', 'selinux', 'bash'],
  glib2: ['dbus-broker'],
  selinux: ['glib2'],
  glibc: ['bash', 'systemd', 'dbus', 'expat', 'glib2'],
  tic: ['tac'],
  tac: ['tic', 'toe'],
  orphan: ['gone'],
  own: ['own', 'bash'],
});

const sentences: [string, string][] = [
  ['bash', 'named in packages.list'],
  ['dbus', 'needed by systemd, which you named'],
  ['dbus-broker', 'needed by dbus <- systemd, which you named'],
  ['expat', 'needed by dbus-broker <- dbus <- systemd, which you named, and by 1 other'],
  ['pcre2', 'needed by bash, which you named, and by 2 others'],
  ['selinux', 'needed by glib2 <- dbus-broker <- dbus <- systemd, which you named'],
  ['glibc', 'needed by bash, which you named, and by 4 others or more'],
  ['readline', 'needed by bash, which you named, and by 1 other'],
  ['seed', 'kept from the plain rpms.lock that was there first; nothing needs it'],
  ['python3', 'needed by seed'],
  ['tic', 'needed by tac'],
  ['tac', 'needed by tic, and by 1 other'],
  ['orphan', 'needed by gone'],
  ['own', 'needed by bash, which you named'],
  ['stranger', 'not in the lock'],
];

for (const [name, expected] of sentences) {
  test(`it is said why a package is in the lock: ${name} is ${expected}`, () => {
    assert.equal(whyPulled(lock, name), expected);
  });
}

test('a package that is there for two architectures is named when one of them is', () => {
  const two = {
    packages: [
      lockedPackage({ name: 'glibc', arch: 'i686', why: ['bash'] }),
      lockedPackage({ name: 'glibc', why: ['listed'] }),
      lockedPackage({ name: 'bash', why: ['glibc'] }),
    ],
  };
  assert.equal(whyPulled(two, 'glibc'), 'named in packages.list');
  assert.equal(whyPulled(two, 'bash'), 'needed by glibc, which you named');
});

test('all names of a lock of 1500 packages, one long chain, are told at once', () => {
  const long = lockOf(
    Object.fromEntries(
      Array.from({ length: 1500 }, (_, n) => [
        `p${n}`,
        n === 0 ? ['listed'] : [`p${n - 1}`, `p${(n * 7) % 1500}`, `p${(n * 31) % 1500}`],
      ]),
    ),
  );
  const start = performance.now();
  const texts = long.packages.map(({ name }) => whyPulled(long, name));
  const took = performance.now() - start;
  assert.ok(took < 500, `${took} ms`);
  assert.ok(texts.slice(1).every((text) => /^needed by .*p0, which you named/.test(text)));
});
