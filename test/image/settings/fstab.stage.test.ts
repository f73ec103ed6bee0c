import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { planDisks } from '../../../src/config/partitions/partition-plan.js';
import { fstabTemplate } from '../../../src/image/settings/fstab.js';
import { runProgram } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { shellFunction } from '../../helpers/shell-function.js';
import { specOf } from '../spec-of.js';

// Random, since findmnt looks for the devices of this machine, on which other tests have disks.
const id = randomUUID().slice(9);

const partitions = (change?: Parameters<typeof specOf>[0]) =>
  planDisks(specOf(change)).disks.flatMap((disk) => disk.partitions);

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
  const addMounts = shellFunction('src/device/dracut/90tmpfsroot/root.sh', 'add_mounts').replaceAll(
    '/dev/disk',
    './disk',
  );
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
