import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { type MachineOptions, startMachine } from '../../src/vm/machine.js';
import { scratchFolder } from '../helpers/scratch.js';
import { writeBootSector } from './boot-sector.js';

const limit = { timeoutMs: 60_000 };

/** A machine by the legacy BIOS, whose disk says `Hello` on the serial port and repeats what is typed. */
function setting(t: TestContext, changes: Partial<MachineOptions> = {}) {
  const dir = scratchFolder(t);
  const file = path.join(dir, 'disk');
  writeBootSector(file, 'Hello\r\n');
  const options: MachineOptions = {
    engine: createNativeEngine(),
    memoryMiB: 64,
    cpus: 1,
    kvm: false,
    firmware: 'bios',
    disks: [{ file, format: 'raw' }],
    logFile: path.join(dir, 'logs', 'console.log'),
    ...changes,
  };
  return { dir, options };
}

/** Processes that have a word with this text on their command line. */
function processesWith(text: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}

test('one reads and types on the serial console, and a power cut leaves no process and no file', async (t) => {
  const temporary = scratchFolder(t);
  const usual = process.env.TMPDIR;
  process.env.TMPDIR = temporary;
  t.after(() => {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
  });
  const { dir, options } = setting(t);
  const machine = await startMachine(options);
  assert.equal(await machine.waitFor('Hello', limit), 'Hello');
  machine.write('ping');
  assert.equal(await machine.waitFor(/p.*g/, limit), 'ping');
  assert.equal(processesWith(dir).length, 1);
  await machine.powerCut();
  assert.equal(await machine.exited, 137);
  assert.deepEqual(processesWith(dir), []);
  assert.match(readFileSync(options.logFile, 'latin1'), /Hello\r\nping/);
  assert.deepEqual(
    readdirSync(temporary).filter((name) => name.startsWith('tfr-vm-')),
    [],
  );
});

test('a restart of the guest ends the machine when it is asked to', async (t) => {
  const machine = await startMachine(setting(t, { noReboot: true }).options);
  await machine.waitFor('Hello', limit);
  machine.write('q');
  assert.equal(await machine.exited, 0);
  await machine.quit();
});

test('a text that does not come in time is a failure with the last lines, and the machine goes on', async (t) => {
  const machine = await startMachine(setting(t).options);
  await machine.waitFor('Hello', limit);
  machine.write('almost');
  await machine.waitFor('almos', limit);
  await assert.rejects(machine.waitFor('never', { timeoutMs: 100 }), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitStatus, 1);
    assert.ok(error.facts.lastLines?.includes('Hello'));
    return true;
  });
  machine.write('!');
  await machine.waitFor('!', limit);
  await machine.quit();
  assert.equal(await machine.exited, 0);
});

test('a wait ends with the machine', async (t) => {
  const machine = await startMachine(setting(t).options);
  await machine.waitFor('Hello', limit);
  const waiting = machine.waitFor('never', limit);
  waiting.catch(() => {});
  await machine.powerCut();
  await assert.rejects(waiting, /did not appear/);
});

test('an aborted signal ends the machine as interrupted, with no process left', async (t) => {
  const abort = new AbortController();
  const { dir, options } = setting(t, { signal: abort.signal });
  const machine = await startMachine(options);
  await machine.waitFor('Hello', limit);
  abort.abort();
  await assert.rejects(machine.exited, (error) => error instanceof Failure && error.exitStatus === 130);
  assert.deepEqual(processesWith(dir), []);
});

test('QEMU can be asked about the machine, and refuses what it does not know', async (t) => {
  const machine = await startMachine(setting(t).options);
  const status = (await machine.qmp('query-status')) as { running: boolean };
  assert.equal(status.running, true);
  await machine.powerDown();
  await assert.rejects(machine.qmp('no-such-command'), Failure);
  await machine.powerCut();
});

test('a disk that is not there is told with QEMU’s own words', async (t) => {
  const { dir, options } = setting(t);
  const machine = await startMachine({
    ...options,
    disks: [{ file: path.join(dir, 'absent'), format: 'raw' }],
  });
  await assert.rejects(machine.waitFor('Hello', limit), (error) => {
    assert.ok(error instanceof Failure);
    assert.match(error.facts.what, /qemu-system-x86_64/);
    assert.match(error.facts.lastLines?.join() ?? '', /No such file/);
    return true;
  });
});

test('a snapshot disk keeps nothing, and the firmware’s variables are kept where it is asked', async (t) => {
  const { dir, options } = setting(t);
  const file = path.join(dir, 'disk');
  const content = readFileSync(file);
  const varsFile = path.join(dir, 'vars.fd');
  const machine = await startMachine({
    ...options,
    firmware: 'uefi',
    memoryMiB: 256,
    disks: [{ file, format: 'raw', snapshot: true }],
    varsFile,
  });
  // The firmware itself speaks on the serial port.
  await machine.waitFor(/BdsDxe|Shell|UEFI/, limit);
  await machine.quit();
  assert.ok(existsSync(varsFile));
  assert.deepEqual(readFileSync(file), content);
});
