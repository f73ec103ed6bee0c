import assert from 'node:assert/strict';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import type { Machine } from '../../src/vm/machine.js';
import { type Installation, runInstaller } from '../../src/vm/run-installer.js';
import { mustRun } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';
import { writeBootSector } from './boot-sector.js';

/**
 * A medium that says `text` and then repeats what is typed (`q` restarts). So the test plays the installer:
 * what it types appears on the console.
 */
function setting(t: TestContext, text: string) {
  const dir = scratchFolder(t);
  const iso = path.join(dir, 'installer.iso');
  writeBootSector(path.join(dir, 'medium', 'boot'), text);
  mustRun('xorriso', [
    ...['-as', 'mkisofs', '-quiet', '-o', iso, '-b', 'boot', '-no-emul-boot', '-boot-load-size', '4'],
    path.join(dir, 'medium'),
  ]);
  let heard = '';
  const installation: Installation = {
    engine: createNativeEngine(),
    memoryMiB: 64,
    cpus: 1,
    kvm: false,
    firmware: 'bios',
    disks: [],
    iso,
    unattended: true,
    timeoutMs: 60_000,
    logFile: path.join(dir, 'console.log'),
    onConsole: (bytes) => {
      heard += Buffer.from(bytes).toString('latin1');
    },
  };
  return { installation, heard: () => heard };
}

test('the installer is chosen at its menu by its key, and its end ends the machine', async (t) => {
  const { installation, heard } = setting(t, 'tmpfsroot installer (key: i)\r\n');
  let machine: Machine | null = null;
  await runInstaller({
    ...installation,
    unattended: false,
    onStart: (started) => {
      machine = started;
    },
    onConsole: (bytes) => {
      installation.onConsole?.(bytes);
      if (heard().endsWith('\ni')) {
        machine?.write('\r\ntmpfsroot installer: loading\r\ntfr-install: done\r\nq');
      }
    },
  });
  assert.match(heard(), /\r\ni\r\n[\s\S]*tfr-install: done/);
});

test('an installer that fails is told with its own reason', async (t) => {
  const { installation } = setting(t, 'tfr-install: failed: sda is small\r\n');
  await assert.rejects(runInstaller(installation), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitStatus, 1);
    assert.equal(error.facts.what, 'The installer failed: sda is small');
    return true;
  });
});

test('an installer that says nothing is stopped at the limit', async (t) => {
  const { installation } = setting(t, 'nothing\r\n');
  await assert.rejects(runInstaller({ ...installation, timeoutMs: 3000 }), /tfr-install/);
});
