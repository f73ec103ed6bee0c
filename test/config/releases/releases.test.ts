import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownReleases, releaseInfo } from '../../../src/config/releases/releases.js';
import { missingPackages } from '../../../src/config/releases/required-packages.js';

test('releases 38 to 45 are known with the full fingerprint of their key', () => {
  assert.deepEqual(knownReleases(), [38, 39, 40, 41, 42, 43, 44, 45]);
  const fingerprints = new Set<string>();
  for (const release of knownReleases()) {
    const key = releaseInfo(release)?.key;
    assert.match(key?.fingerprint ?? '', /^[0-9A-F]{40}$/);
    fingerprints.add(key?.fingerprint ?? '');
    assert.equal(key?.files.length, 3);
  }
  assert.equal(fingerprints.size, 8);
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
  const withSelinux = { hasBtrfs: false, hasSelinux: true };
  const whole = [...most, 'kernel-core', 'grub2-efi-x64', 'shim-x64', 'e2fsprogs', 'selinux-policy-mls'];
  assert.deepEqual(
    missingPackages(whole, withSelinux).map(({ anyOf }) => anyOf[0]),
    ['policycoreutils', 'libselinux-utils'],
  );
  assert.deepEqual(
    missingPackages(whole, { hasBtrfs: false, hasImages: true }).map(({ anyOf }) => anyOf[0]),
    ['squashfs-tools'],
  );
});
