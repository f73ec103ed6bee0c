import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownReleases, releaseInfo } from '../../src/spec/releases.js';
import { missingPackages } from '../../src/spec/required-packages.js';

test('releases 38 to 45 are known with a full fingerprint, the updates repository and its archive', () => {
  assert.deepEqual(knownReleases(), [38, 39, 40, 41, 42, 43, 44, 45]);
  const fingerprints = new Set<string>();
  for (const release of knownReleases()) {
    const info = releaseInfo(release);
    assert.ok(info);
    assert.match(info.keyFingerprint, /^[0-9A-F]{40}$/);
    fingerprints.add(info.keyFingerprint);
    assert.deepEqual(
      info.repositories.map(({ id }) => id),
      ['fedora', 'updates'],
    );
  }
  assert.equal(fingerprints.size, 8);
  assert.deepEqual(releaseInfo(44)?.repositories[1], {
    id: 'updates',
    metalink: 'https://mirrors.fedoraproject.org/metalink?repo=updates-released-f44&arch=x86_64',
    baseurl: [
      'https://dl.fedoraproject.org/pub/fedora/linux/updates/44/Everything/x86_64/',
      'https://dl.fedoraproject.org/pub/archive/fedora/linux/updates/44/Everything/x86_64/',
    ],
  });
  assert.equal(releaseInfo(37), null);
});

test('a lock without what an image needs to boot is told what lacks, and why', () => {
  const most = [
    'filesystem',
    'setup',
    'systemd',
    'systemd-udev',
    'bash',
    'coreutils-single',
    'util-linux',
    'dracut',
    ...['findutils', 'gawk', 'grep', 'sed', 'shadow-utils', 'dosfstools', 'zstd', 'efibootmgr'],
  ];
  const missing = missingPackages([...most, 'grub2-efi-x64', 'shim-x64', 'e2fsprogs']);
  assert.deepEqual(
    missing.map(({ anyOf }) => anyOf[0]),
    ['kernel-core', 'btrfs-progs'],
  );
  assert.ok(missing.every(({ reason }) => reason.length > 10));
  assert.deepEqual(
    missingPackages([...most, 'kernel-core', 'grub2-efi-x64', 'shim-x64', 'e2fsprogs'], { hasBtrfs: false }),
    [],
  );
});
