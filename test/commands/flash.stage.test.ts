import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { it, type TestContext } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { startCli } from '../cli/start-cli.js';
import { type LoopDisk, loopDisk } from '../flash/loop-disk.js';
import { ordinaryUser } from '../helpers/ordinary-user.js';
import { mustRun } from '../helpers/run-program.js';
import { openTerminal } from '../terminal/terminal.js';

/** Lines of sh that give the disk a lasting name, for the program alone. */
function withLastingName({ device }: LoopDisk): { prepare: string; name: string } {
  mustRun('mkdir', ['-p', '/dev/disk/by-id']);
  const name = '/dev/disk/by-id/usb-Robot_Stick_0001';
  return { prepare: `mount -t tmpfs none /dev/disk/by-id; ln -s ${device} ${name}`, name };
}

it('with --yes and a lasting name it writes without a terminal, and tells programs what it did', async (t) => {
  const loop = loopDisk(t);
  const { prepare, name } = withLastingName(loop);
  const words = ['flash', loop.image, '--yes', '--force-disk', '--json', '--disk', name];
  const { status, stdout, stderr } = await startCli(words, { cwd: loop.dir, prepare }).ended;
  assert.equal(status, 0, stdout + stderr);
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(events.at(-1), {
    ...{ event: 'flashed', file: loop.image, disk: loop.device, bytes: loop.content.length },
    ejected: false,
  });
  assert.deepEqual(
    events.filter(({ event }) => event === 'task-done').map(({ task }) => task),
    ['check', 'write', 'verify'],
  );
  assert.ok(loop.bytes().subarray(0, loop.content.length).equals(loop.content));
});

it('disks in use, too small ones, and changed images are refused with the disk untouched', async (t) => {
  const loop = loopDisk(t);
  mustRun('mkfs.ext4', ['-q', loop.device]);
  const { prepare, name } = withLastingName(loop);
  const before = loop.bytes();
  const refused = async (expected: RegExp, more = ':', words: string[] = [], status = 2) => {
    const ran = await startCli(['flash', loop.image, '--yes', '--force-disk', '--disk', name, ...words], {
      cwd: loop.dir,
      prepare: `${prepare}; ${more}`,
    }).ended;
    assert.equal(ran.status, status, ran.stderr);
    assert.match(ran.stderr, expected);
  };
  await refused(
    new RegExp(`in use: ${loop.name} is mounted at /mnt\\.\\n.*sudo umount ${loop.device}`),
    `mount -o ro ${loop.device} /mnt`,
  );
  // The kernel keeps the disk for who has mounted it elsewhere, where lsblk does not see it.
  mustRun('mkdir', ['-p', path.join(loop.dir, 'mnt')]);
  mustRun('mount', ['-o', 'ro', loop.device, path.join(loop.dir, 'mnt')]);
  try {
    await refused(/is in use: a part of it is mounted/, `umount ${path.join(loop.dir, 'mnt')}`);
  } finally {
    mustRun('umount', [path.join(loop.dir, 'mnt')]);
  }
  await refused(/With --yes, `\/dev\/loop\d+` is not taken/, ':', ['--disk', loop.device]);
  appendFileSync(loop.image, Buffer.alloc(40 * 2 ** 20));
  await refused(/too small: it has 33\.6 MB, and the image 51\.4 MB/);
  mustRun('truncate', ['-s', String(loop.content.length - 1), loop.image]);
  await refused(/The image is not what was built/);
  assert.ok(loop.bytes().equals(before));
});

it('without the right to write to the disk it names the command that has it', async (t) => {
  const loop = loopDisk(t);
  const user = ordinaryUser(t);
  user.own(loop.dir);
  const { prepare, name } = withLastingName(loop);
  const ran = await startCli(['flash', loop.image, '--yes', '--force-disk', '--disk', name], {
    ...{ cwd: loop.dir, prepare, as: user.as, env: user.env },
  }).ended;
  assert.equal(ran.status, 3, ran.stderr);
  assert.match(ran.stderr, /You may not write to \/dev\/loop\d+/);
  assert.match(
    ran.stderr,
    /sudo env "PATH=\$PATH" tmpfsroot-wizard flash \/\S+\.iso --disk \/dev\/disk\/by-id\//,
  );
});

/** The program on a terminal of its own, asked to write to the disk. */
function onTerminal(t: TestContext, { dir, image, device }: LoopDisk) {
  const terminal = openTerminal({
    program: process.execPath,
    args: [
      ...[path.join(packageFile('build'), 'src/cli.js'), 'flash', image],
      ...['--force-disk', '--disk', device],
    ],
    ...{ cwd: dir, columns: 120, rows: 30 },
  });
  t.after(() => terminal.close());
  return terminal;
}

it('on a terminal it writes once the name of the disk is typed, and nothing for another answer', async (t) => {
  const loop = loopDisk(t);
  const before = loop.bytes();
  const wrong = onTerminal(t, loop);
  await wrong.until(`Type ${loop.name} to write it:`);
  assert.match(wrong.screen().join('\n'), /All that is on it will be lost\./);
  wrong.send('y\r');
  await wrong.until('`y` is not');
  assert.equal(await wrong.exit(), 2);
  const left = onTerminal(t, loop);
  await left.until(`Type ${loop.name} to write it:`);
  left.send('\u0003');
  assert.equal(await left.exit(), 130);
  assert.ok(loop.bytes().equals(before));

  const right = onTerminal(t, loop);
  await right.until(`Type ${loop.name} to write it:`);
  right.send(`${loop.name}\r`);
  await right.until(`robot-installer.iso is on ${loop.device}, and was read back.`);
  assert.equal(await right.exit(), 0);
  assert.match(right.screen().join('\n'), /✔ Write to \/dev\/loop\d+/);
  assert.ok(loop.bytes().subarray(0, loop.content.length).equals(loop.content));
});
