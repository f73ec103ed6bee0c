import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { fstabTemplate, partitionTable } from '../../src/image/fstab.js';
import { planDisks } from '../../src/spec/partition-plan.js';
import { runProgram } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';
import { specOf } from './spec-of.js';

// Random, since findmnt looks for the devices of this machine, on which other tests have disks.
const id = randomUUID().slice(9);
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

test('mount(8) finds nothing wrong with it', (t) => {
  const file = path.join(scratchFolder(t), 'fstab');
  writeFileSync(file, fstabTemplate(partitions()).replaceAll('@ID@', id).replaceAll('@WAIT@', '10s'));
  const { stdout, stderr } = runProgram('findmnt', ['--verify', '--tab-file', file]);
  assert.match(`${stdout}${stderr}`, /^0 parse errors, \d+ errors?, 0 warnings$/m);
  // The devices and mount points of a device are not on this machine.
  const errors = `${stdout}${stderr}`.split('\n').filter((line) => /\[E\]/.test(line));
  assert.deepEqual(
    errors.filter((line) => !/unreachable on boot/.test(line)),
    [],
  );
});

test('the initramfs fills every placeholder, and waits long only for what it has seen', (t) => {
  const dir = scratchFolder(t);
  const template = fstabTemplate(partitions());
  writeTree(dir, { 'usr/lib/tmpfsroot/fstab': template });
  const rootScript = readFileSync(packageFile('src/device/dracut/90tmpfsroot/root.sh'), 'utf8');
  const addMounts = /^add_mounts\(\) \{\n[\s\S]*?^\}$/m
    .exec(rootScript)?.[0]
    .replaceAll('/dev/disk', './disk');
  writeTree(dir, { [`disk/by-partuuid/7f500005-${id}`]: '' });
  for (const shell of ['dash', 'bash']) {
    const { stdout } = runProgram(shell, ['-euc', `id=${id}; ${addMounts}\nadd_mounts`], { cwd: dir });
    const waits = [...stdout.matchAll(/^PARTUUID=7f50000(\d)-(\S+) .*device-timeout=(\d+s) 0 0$/gm)];
    assert.deepEqual(
      waits.map(([, number, tail, wait]) => [number, tail, wait]),
      ['4', '5', '6', '7', '8'].map((number) => [number, id, number === '5' ? '90s' : '10s']),
    );
    assert.equal(stdout.split('\n').length, template.split('\n').length);
  }
});

test('the healer gets a line for each partition of fstab', () => {
  const all = partitions();
  assert.equal(
    partitionTable(all),
    'persist tfr-persist ext4 /persist\nlog tfr-log ext4 /var/log\nopt tfr-opt btrfs /opt\n' +
      'cache tfr-cache btrfs /var/cache\ndocker tfr-docker btrfs /var/lib/docker\n',
  );
  assert.equal(partitionTable(all).split('\n').length, fstabTemplate(all).split('\n').length);
});
