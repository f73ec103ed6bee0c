import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { it, type TestContext } from 'node:test';
import { parseBlockMap } from '../../src/image/disk/block-map.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { type CliProject, cliProject, linkCache } from './cli-project.js';

const mebibyte = 2 ** 20;

/** A loop device of that size, full of what is no file system's. */
function dirtyDisk(t: TestContext, { scratch }: CliProject, bytes: number): string {
  const file = path.join(scratch, 'dirty.img');
  const handle = openSync(file, 'w');
  const dirt = Buffer.alloc(mebibyte, 0xa5);
  for (let at = 0; at < bytes; at += mebibyte) writeSync(handle, dirt, 0, mebibyte, at);
  closeSync(handle);
  const device = mustRun('losetup', ['-f', '-P', '--show', file]).trim();
  t.after(() => void mustRun('losetup', ['-d', device]));
  return device;
}

/** Partitions of an image by their labels: where they are, in bytes. */
function partitionsOf(image: string): Map<string, { start: number; size: number }> {
  const { partitiontable } = JSON.parse(mustRun('sfdisk', ['--json', image])) as {
    partitiontable: { partitions: { name: string; start: number; size: number }[] };
  };
  return new Map(
    partitiontable.partitions.map(({ name, start, size }) => [
      name,
      { start: start * 512, size: size * 512 },
    ]),
  );
}

/** A partition of the disk as a file of its own. */
function partitionFile(
  project: CliProject,
  device: string,
  { start, size }: { start: number; size: number },
) {
  const file = path.join(project.scratch, 'part.img');
  const [skip, count] = [start / mebibyte, size / mebibyte];
  mustRun('dd', [`if=${device}`, `of=${file}`, 'bs=1M', `skip=${skip}`, `count=${count}`, 'status=none']);
  return file;
}

it('with its map bmaptool, and flash, bring a raw image whole to a disk that held something else', async (t) => {
  const project = await cliProject(t);
  await linkCache(project, 'packages', 'stages');
  const sizes = { esp: 64, root: 256, persist: 32, log: 200, opt: 128, cache: 128, docker: 300 };
  await project.edit({ outputs: ['raw'], partitions: { sizes } });
  await project.must(['build']);
  const image = path.join(project.dir, 'output/small.raw');
  const { size } = statSync(image);
  const map = parseBlockMap(readFileSync(`${image}.bmap`, 'utf8'));
  assert.equal(map?.imageSize, size);
  const mapped = (map?.ranges ?? []).reduce((sum, { first, last }) => sum + (last - first + 1) * 4096, 0);
  assert.ok(mapped < size * 0.8, `${mapped} of ${size}`);
  const device = dirtyDisk(t, project, size);
  mustRun('bmaptool', ['copy', image, device]);
  assertWhole(project, device, image);

  const dirt = Buffer.alloc(mebibyte, 0x5a);
  const handle = openSync(device, 'r+');
  for (let at = 0; at < size; at += mebibyte) writeSync(handle, dirt, 0, mebibyte, at);
  closeSync(handle);
  mustRun('mkdir', ['-p', '/dev/disk/by-id']);
  const name = '/dev/disk/by-id/usb-Robot_Stick_0001';
  const words = ['flash', image, '--yes', '--force-disk', '--json', '--disk', name];
  const { stdout } = await project.must(words, {
    prepare: `mount -t tmpfs none /dev/disk/by-id; ln -s ${device} ${name}`,
  });
  assert.ok(stdout.includes(`"bytes":${mapped},`), stdout);
  assertWhole(project, device, image);
});

/** All that somebody relies on is on the disk, whatever it held before. */
function assertWhole(project: CliProject, device: string, image: string): void {
  const partitions = partitionsOf(image);
  assert.deepEqual(partitionsOf(device), partitions);
  for (const [label, place] of partitions) {
    const file = partitionFile(project, device, place);
    const kind = runProgram('blkid', ['-p', '-o', 'value', '-s', 'TYPE', file]).stdout.trim();
    if (kind === 'ext4') {
      const { status, stdout } = runProgram('e2fsck', ['-fn', file]);
      assert.equal(status, 0, `${label}: ${stdout}`);
    } else if (kind === 'vfat') {
      const { status, stdout } = runProgram('fsck.vfat', ['-n', file]);
      assert.equal(status, 0, `${label}: ${stdout}`);
    } else {
      // What the healer reads before it takes a partition for a blank one.
      assert.equal(kind, '', label);
      const zeros = Buffer.alloc(Math.min(65 * mebibyte, place.size));
      const found = Buffer.alloc(zeros.length);
      const handle = openSync(file, 'r');
      readSync(handle, found, 0, found.length, 0);
      closeSync(handle);
      assert.ok(found.equals(zeros), label);
    }
  }
}
