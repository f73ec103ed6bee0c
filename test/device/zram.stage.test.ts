import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const MiB = 1024 * 1024;

interface Given {
  conf?: string;
  swaps?: string;
  /** Bytes that zram0 has already. */
  taken?: number;
  /** Exit status of these programs. */
  modprobe?: number;
  swapon?: number;
  /** Whether /dev has the device. */
  hasDevice?: boolean;
  /** Whether the kernel takes a size. */
  takesSize?: boolean;
}

/** A folder that has the files of the kernel; devices are files. */
function run(t: Parameters<typeof scratchFolder>[0], given: Given) {
  const { conf = 'TFR_ZRAM_MIB=8\n', swaps = 'Filename Type\n', taken = 0, hasDevice = true } = given;
  const dir = scratchFolder(t);
  const device = taken === 0 ? 'zram0' : 'zram3';
  const program = (name: string, status = 0) =>
    `#!/bin/sh\necho ${name} "$@" >>${dir}/calls\nexit ${status}\n`;
  writeTree(dir, {
    'zram.conf': conf,
    swaps,
    'run/health': '',
    calls: '',
    'sys/block/zram0/disksize': `${taken}\n`,
    'sys/class/zram-control/hot_add': '3\n',
    ...(given.takesSize === false ? {} : { 'sys/block/zram3/reset': '' }),
    'bin/modprobe': program('modprobe', given.modprobe),
    'bin/swapon': program('swapon', given.swapon),
  });
  for (const name of ['modprobe', 'swapon']) chmodSync(path.join(dir, 'bin', name), 0o755);
  if (hasDevice) {
    writeTree(dir, { [`dev/${device}`]: '' });
    truncateSync(path.join(dir, 'dev', device), 8 * MiB);
  }
  const { status, stderr } = runProgram('dash', [packageFile('src/device/root/usr/lib/tmpfsroot/zram')], {
    env: {
      ...{
        TFR_CONF: `${dir}/zram.conf`,
        TFR_RUN: `${dir}/run`,
        TFR_SYS: `${dir}/sys`,
        TFR_DEV: `${dir}/dev`,
      },
      ...{ TFR_SWAPS: `${dir}/swaps`, PATH: `${dir}/bin:/usr/sbin:/usr/bin:/bin` },
    },
  });
  assert.equal(status, 0, stderr);
  const text = (name: string) =>
    existsSync(path.join(dir, name)) ? readFileSync(path.join(dir, name), 'utf8') : '';
  return { dir, text, calls: text('calls').replaceAll(`${dir}/`, ''), health: text('run/health') };
}

test('a device that nobody uses becomes a swap of that size, before all others', (t) => {
  const { dir, text, calls, health } = run(t, {});
  assert.equal(calls, 'modprobe zram\nswapon --priority 100 dev/zram0\n');
  assert.equal(text('sys/block/zram0/disksize'), `${8 * MiB}\n`);
  const { stdout } = runProgram('blkid', ['-p', '-o', 'value', '-s', 'TYPE', path.join(dir, 'dev/zram0')]);
  assert.equal(stdout.trim(), 'swap');
  assert.equal(health, '');
});

test('where somebody has taken the first device, the kernel makes another', (t) => {
  const { text, calls, health } = run(t, { taken: 4 * MiB });
  assert.match(calls, /swapon --priority 100 dev\/zram3/);
  assert.equal(text('sys/block/zram3/disksize'), `${8 * MiB}\n`);
  assert.equal(text('sys/block/zram0/disksize'), `${4 * MiB}\n`);
  assert.equal(health, '');
});

test('a second swap in compressed memory never comes into being', (t) => {
  const { calls, health } = run(t, { swaps: 'Filename Type\n/dev/zram0 partition 8188 0 100\n' });
  assert.deepEqual([calls, health], ['', '']);
});

const failures: [string, Given, RegExp][] = [
  ['a module that cannot be loaded', { modprobe: 1 }, /the kernel module zram cannot be loaded/],
  ['a size that the kernel does not take', { taken: MiB, takesSize: false }, /zram3 cannot have 8 MiB/],
  ['a device that is not there', { hasDevice: false }, /zram0 cannot be made a swap/],
  ['a kernel that takes no swap', { swapon: 255 }, /zram0 cannot be made a swap/],
  ['a damaged setting', { conf: 'TFR_ZRAM_MIB=8x\n' }, /zram\.conf has no size/],
];
for (const [what, given, why] of failures) {
  test(`${what} is told, and the device goes on without a swap`, (t) => {
    const { text, health } = run(t, given);
    assert.match(health, new RegExp(`^missing zram .*${why.source}\n$`));
    if (why.source.includes('made a swap'))
      assert.equal(text('sys/block/zram0/reset'), '1\n', 'it holds memory');
  });
}
