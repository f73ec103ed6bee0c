import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { type StartedCli, startCli } from '../cli/start-cli.js';
import { mustCli } from '../helpers/cli.js';
import { mustRun } from '../helpers/run-program.js';
import { prepareTestbed } from '../testbed/index.js';
import { bootLimit, digestOf, installationId, readReport, startDevice } from './device.js';
import { assertHealthy } from './healthy.js';
import { writeImageProject } from './image-project.js';

const work = path.join(packageFile('package.json'), '../.cache/e2e/network-install');
const project = path.join(work, 'project');
const disk = path.join(work, 'disk.raw');
let server: StartedCli;

before(async () => {
  await rm(work, { recursive: true, force: true });
  await writeImageProject(project, await prepareTestbed(), { name: 'net', unattended: true });
  const cache = ['--cache-dir', path.join(work, '../cache')];
  await mustCli(['lock', ...cache], { cwd: project });
  await mustCli(['build', '--output', 'pxe', ...cache], { cwd: project });
  mustRun('truncate', ['-s', '1000M', disk]);
  server = startCli(['serve', '--address', '127.0.0.1', '--port', '0'], { cwd: project });
  // An interrupted test run ends without the hook below.
  process.once('exit', () => server.kill('SIGKILL'));
});

after(() => server.kill('SIGKILL'));

it('an empty machine whose firmware starts the network first installs itself once, and then starts its disk', async () => {
  const url = await server.until(/http:\/\/127\.0\.0\.1:\d+\/boot\.ipxe/);
  const machine = await startDevice({
    disk,
    dir: path.join(work, 'logs'),
    name: 'network',
    // QEMU's own network shows this machine under that address.
    bootUrl: url.replace('127.0.0.1', '10.0.2.2'),
    noReboot: false,
  });
  const limit = { timeoutMs: bootLimit };
  try {
    await machine.waitFor('tmpfsroot installer: loading', limit);
    await machine.waitFor('tfr-install: net: installing onto sda', limit);
    await machine.waitFor('tfr-install: done', limit);
    const id = installationId(disk);
    assert.equal(digestOf(disk, 'tfr-root-a'), digestOf(disk, 'tfr-root-b'));

    await machine.waitFor('tmpfsroot installer: this image is installed here already', limit);
    // On a machine whose firmware has not looked at its disks, iPXE sees no file of theirs.
    const script = path.join(project, 'output/pxe/boot.ipxe');
    await writeFile(script, (await readFile(script, 'utf8')).replaceAll('file://TFR-ESP', 'file://NO-SUCH'));
    await machine.qmp('system_reset');
    await machine.waitFor('tfr-install: net is installed here already', limit);

    const { report } = await readReport(machine);
    assert.equal(installationId(disk), id, 'it was installed again');
    assertHealthy(report, 'a');
    assert.equal(report.get('rootfs-id'), `7f500002-${id}`);
    assert.match(report.get('status') ?? '', /identity made, and kept in \/persist/);
  } finally {
    await machine.powerCut();
  }

  server.kill('SIGINT');
  const { status, stderr } = await server.ended;
  assert.equal(status, 0, stderr);
  assert.match(stderr, /127\.0\.0\.1: image\.cpio done, /);
  assert.match(stderr, /Served \d+ files \(.*\) to 1 device\.\n$/);
});
