import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { before, it } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { mustRun } from '../helpers/run-program.js';
import { type AnacondaProject, anacondaProject, signStandIn } from '../image/anaconda/project.js';
import { makeStandIn } from '../image/anaconda/stand-in.js';
import { bootAndReport, bootLimit, installationId, partitionsOf, startDevice } from './device.js';
import { assertHealthy } from './healthy.js';

const undo: (() => void)[] = [];
process.once('exit', () => {
  for (const step of undo) step();
});

let project: AnacondaProject;
let iso: string;

before(async () => {
  project = await anacondaProject({ after: (step) => void undo.push(step) });
  iso = path.join(project.dir, 'output/small-installer.iso');
  await project.write('ks/ks.post.cfg', 'echo post >/etc/said-by-post\n');
  await project.write('ks/ks.post-nochroot.cfg', 'echo nochroot >/mnt/sysimage/etc/said-by-nochroot\n');
  await project.must(['build', '--install-method', 'image']);
  extract('/tfr/initramfs.img', path.join(project.dir, 'iso-root.override/made/initramfs.img'));
  const liveimg = ['build', '--install-payload', 'liveimg'];
  await project.must(liveimg);
  // The system that installs is the one that is installed, with a first process that does what Anaconda would do.
  const initrd = makeInitrd();
  const standIn = makeStandIn(project.testbed, path.join(project.scratch, 'with-stand-in'), initrd);
  signStandIn(project.key, standIn);
  await project.must([...liveimg, '--netinst', standIn.file]);
});

function extract(name: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  mustRun('xorriso', ['-osirrox', 'on', '-indev', iso, '-extract', name, to]);
}

function makeInitrd(): string {
  const root = path.join(project.scratch, 'initrd-root');
  mkdirSync(root);
  extract('/tfr/root.tar.gz', `${root}.tar.gz`);
  mustRun('tar', ['-xzf', `${root}.tar.gz`, '-C', root]);
  cpSync(packageFile('test/e2e/anaconda-stand-in.sh'), path.join(root, 'init'));
  mustRun('chmod', ['0755', path.join(root, 'init')]);
  const initrd = path.join(project.scratch, 'initrd.img');
  mustRun('sh', ['-euc', 'cd "$1"; find . | cpio -o -H newc --quiet | gzip -1 >"$2"', 'sh', root, initrd]);
  return initrd;
}

it('what Anaconda would run makes a disk that boots slot A into memory', async () => {
  const disk = path.join(project.scratch, 'installed.raw');
  mustRun('truncate', ['-s', '1000M', disk]);
  const logs = path.join(project.scratch, 'logs');
  const machine = await startDevice({ disk, iso, dir: logs, name: 'install', memoryMiB: 2560 });
  await machine.waitFor('tmpfsroot installer', { timeoutMs: bootLimit });
  machine.write('i');
  const end = await machine.waitFor(/anaconda-stand-in: (done|failed: [^\r\n]*)/, {
    timeoutMs: 2 * bootLimit,
  });
  assert.match(end, /done/, machine.lastLines().join('\n'));
  await machine.exited;
  const names = [...partitionsOf(disk).keys()];
  assert.deepEqual(names, [
    'EFI System Partition',
    'tfr-root-a',
    'tfr-root-b',
    'tfr-persist',
    'tfr-log',
    'tfr-opt',
    'tfr-cache',
    'tfr-esp-2',
  ]);
  const { report } = await bootAndReport({ disk, dir: logs, name: 'boot' });
  const id = installationId(disk);
  assertHealthy(report, 'a');
  assert.equal(report.get('rootfs-id'), `7f500002-${id}`);
  assert.equal(report.get('machine-id'), `7f50000f${id.replaceAll('-', '')}`);
  assert.match(report.get('status') ?? '', /identity made, and kept in \/persist/);
});
