import assert from 'node:assert/strict';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import type { Lock } from '../../src/rpm/lock/lock.js';
import { mustCli } from '../helpers/cli.js';
import { mustRun } from '../helpers/run-program.js';
import { prepareTestbed } from '../testbed/index.js';
import { bootAndReport, digestOf, install, installationId, partitionOf } from './device.js';
import { writeSeedDisk } from './seed-disk.js';
import { expectedEffects, seedEnvironment, writeSeedFolder } from './seed-project.js';

const work = path.join(packageFile('package.json'), '../.cache/e2e/seed-folder');
const folder = path.join(work, 'device');
const disks = [path.join(work, 'first.raw'), path.join(work, 'second.raw')] as const;

/** Lines as the updater of tmpfsroot-fedora writes them. */
function plainLock({ packages }: Pick<Lock, 'packages'>): string {
  return packages.map(({ name, version, release }) => `${name}-${version}-${release}\n`).join('');
}

before(async () => {
  await rm(work, { recursive: true, force: true });
  await writeSeedFolder(folder);
  const testbed = await prepareTestbed();
  const env = { ...seedEnvironment(testbed.release), CACHE_DIR: path.join(work, '../cache') };
  // Of Fedora's own repositories nothing is asked here; two slots of 2 GiB take emulated processors half an hour.
  const flags = [
    ...testbed.repositories.flatMap(({ id, dir }) => ['--repo', `${id}=file://${dir}`]),
    ...['--key', testbed.key, '--root-size', '320M'],
  ];
  const twin = path.join(work, 'twin');
  await cp(folder, twin, { recursive: true, verbatimSymlinks: true });
  await mustCli(['lock', ...flags], { cwd: twin, env });
  const lock = JSON.parse(await readFile(path.join(twin, 'rpms.lock'), 'utf8')) as Lock;
  await writeFile(path.join(folder, 'rpms.lock'), plainLock(lock));
  await mustCli(['rebuild', '--output', 'iso', ...flags], { cwd: folder, env });
  const pinned = JSON.parse(await readFile(path.join(folder, 'rpms.lock'), 'utf8')) as Lock;
  assert.equal(plainLock(pinned), plainLock(lock));
  mustRun('truncate', ['-s', '21G', ...disks]);
  writeSeedDisk(disks[0]);
});

test('a folder that was made for tmpfsroot-fedora is installed over its device, which shows every effect of it', async () => {
  const iso = path.join(folder, 'output/device-installer.iso');
  const machine = { disk: disks[0], others: [disks[1]], dir: path.join(work, 'logs') };
  await install({ ...machine, iso, name: 'install' });
  // Which of two disks is `sda` is the kernel's choice at each start.
  const tables = disks.map((file) => mustRun('sfdisk', ['--json', file]));
  const disk = disks[tables.findIndex((table) => table.includes('"tfr-root-a"'))] as string;
  assert.equal(tables.filter((table) => table.includes('"partitions"')).length, 1, tables.join(''));
  const [a, b] = ['tfr-root-a', 'tfr-root-b'].map((label) => digestOf(disk, label));
  assert.equal(a, b, 'a script of install-hooks.d wrote into a slot');
  const { start } = partitionOf(disk, 'EFI System Partition');
  assert.equal(mustRun('mtype', ['-i', `${disk}@@${start}`, '::/site.txt']), 'from the installer\n');

  const { report } = await bootAndReport({ ...machine, name: 'boot' });
  const expected = expectedEffects('device', installationId(disk));
  const shown = Object.fromEntries(Object.keys(expected).map((name) => [name, report.get(name)]));
  assert.deepEqual(shown, expected);
  assert.equal(report.get('root'), 'tmpfs');
  assert.match(report.get('persist') ?? '', /^ext4 ro,/);
  assert.equal(report.get('failed-units'), '');
});
