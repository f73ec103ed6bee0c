import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planDisks } from '../../../src/config/partitions/partition-plan.js';
import { fstabTemplate, healTable } from '../../../src/image/settings/fstab.js';
import { specOf } from '../spec-of.js';

const partitions = (change?: Parameters<typeof specOf>[0]) =>
  planDisks(specOf(change)).disks.flatMap((disk) => disk.partitions);

test('every data partition is mounted by its PARTUUID and cannot hold up the boot', () => {
  const lines = fstabTemplate(partitions()).trimEnd().split('\n');
  const fields = lines.map((line) => line.split(' '));
  assert.deepEqual(
    fields.map(([source, point, kind]) => [source, point, kind]),
    [
      ['PARTUUID=7f500004-@ID@', '/persist', 'ext4'],
      ['PARTUUID=7f500005-@ID@', '/var/log', 'ext4'],
      ['PARTUUID=7f500006-@ID@', '/opt', 'btrfs'],
      ['PARTUUID=7f500007-@ID@', '/var/cache', 'btrfs'],
      ['PARTUUID=7f500008-@ID@', '/var/lib/docker', 'btrfs'],
    ],
  );
  for (const [, , , options = '', dump, pass] of fields) {
    assert.ok(options.split(',').includes('nofail'), options);
    assert.match(options, /x-systemd\.device-timeout=@WAIT@/);
    // No fsck at boot by systemd: the healer has done it.
    assert.deepEqual([dump, pass], ['0', '0']);
  }
});

test('/persist is read-only, a log with errors becomes read-only', () => {
  const text = fstabTemplate(partitions());
  assert.match(text, / \/persist ext4 ro,/);
  assert.match(text, / \/var\/log ext4 .*errors=remount-ro/);
});

test('neither roots nor ESP are mounted, nor what the spec leaves out', () => {
  const text = fstabTemplate(
    partitions((spec) => {
      spec.partitions.sizes.docker = 0;
      spec.partitions.sizes.opt = 0;
    }),
  );
  assert.doesNotMatch(text, /docker|opt|efi|gpt| \/ /);
});

test('the healer gets a line for each partition of fstab', () => {
  const { heal } = specOf().partitions;
  const all = partitions();
  assert.equal(
    healTable(all, heal),
    'persist tfr-persist ext4 /persist repair\nlog tfr-log ext4 /var/log format\n' +
      'opt tfr-opt btrfs /opt format\ncache tfr-cache btrfs /var/cache format\n' +
      'docker tfr-docker btrfs /var/lib/docker format\n',
  );
  assert.equal(healTable(all, heal).split('\n').length, fstabTemplate(all).split('\n').length);
  assert.match(
    healTable(all, { ...heal, opt: 'never', docker: 'repair' }),
    /^opt .* never\ncache .* format\ndocker .* repair$/m,
  );
});
