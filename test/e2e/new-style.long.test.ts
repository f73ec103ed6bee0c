import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { mustCli } from '../helpers/cli.js';
import { mustRun } from '../helpers/run-program.js';
import { newStyleOf, prepareTestbed } from '../testbed/index.js';
import { bootAndReport, digestOf, installationId, partitionOf } from './device.js';
import { assertHealthy } from './healthy.js';
import { packages, writeImageProject } from './image-project.js';

const work = path.join(packageFile('package.json'), '../.cache/e2e/new-style');
const project = path.join(work, 'project');
const disk = path.join(project, 'output/new.raw');

it('a distribution of new style is locked and built, and boots from its disk image', async () => {
  await rm(work, { recursive: true, force: true });
  await writeImageProject(project, newStyleOf(await prepareTestbed()), {
    name: 'new',
    // The kernel without the package that only asks for its parts.
    list: packages.map((name) => (name === 'kernel' ? 'kernel-core' : name)),
    outputs: ['raw'],
  });
  // Not the cache of the other distribution: tests copy that one to a disk of a fixed size.
  const cache = ['--cache-dir', path.join(work, '../new-style-cache')];
  await mustCli(['lock', ...cache], { cwd: project });
  await mustCli(['build', ...cache], { cwd: project });

  const inSlot = (request: string) =>
    mustRun('debugfs', ['-R', request, `${disk}?offset=${partitionOf(disk, 'tfr-root-a').start}`]);
  assert.match(inSlot('cat /usr/lib/os-release'), /^VERSION_ID=44$/m);
  assert.match(inSlot('stat /usr/sbin'), /Type: symlink.*Fast link dest: "bin"/s);
  assert.match(inSlot('ls /usr/lib/efi/grub2'), /1:2\.\S+\.fc44/);

  const { report } = await bootAndReport({ disk, dir: path.join(work, 'logs'), name: 'boot' });
  assertHealthy(report, 'a');
  assert.equal(report.get('rootfs-id'), `7f500002-${installationId(disk)}`);
  assert.equal(digestOf(disk, 'tfr-root-a'), digestOf(disk, 'tfr-root-b'));
});
