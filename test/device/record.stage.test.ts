import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const script = packageFile('src/device/root/usr/lib/tmpfsroot/record');

/** A device whose record lies in a folder of the test. */
class Device {
  readonly dir: string;

  constructor(t: TestContext) {
    this.dir = scratchFolder(t);
  }

  /** A new start of a slot, with what its initramfs found. */
  start(slot: 'a' | 'b', files: Readonly<Record<string, string>> = {}): void {
    rmSync(path.join(this.dir, 'run'), { recursive: true, force: true });
    const run = Object.entries(files).map(([name, text]) => [`run/${name}`, text]);
    writeTree(this.dir, { 'run/state': `slot=${slot}\nid=1234\n`, ...Object.fromEntries(run) });
  }

  /** Something more is found. */
  find(line: string): void {
    writeFileSync(path.join(this.dir, 'run/health'), `${line}\n`, { flag: 'a' });
  }

  /** Records, and answers all events but for their times. */
  record(shell = 'dash'): string[] {
    const env = { TFR_RUN: path.join(this.dir, 'run'), TFR_RECORD: path.join(this.dir, 'log') };
    assert.deepEqual(runProgram(shell, [script], { env }), { status: 0, stdout: '', stderr: '' });
    return this.events.map((line) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ /, ''));
  }

  get events(): string[] {
    const file = path.join(this.dir, 'log/events');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  }
}

for (const shell of ['dash', 'bash']) {
  test(`what a start finds out is recorded once, with time and slot, whoever asks how often (${shell})`, (t) => {
    const device = new Device(t);
    device.start('a', { health: 'slot a\nmissing opt it cannot be read\n', 'heal.log': 'log formatted\n' });
    const first = ['a missing opt it cannot be read', 'a healed log formatted'];
    assert.deepEqual(device.record(shell), first);
    assert.deepEqual(device.record(shell), first);
    device.find('committed a');
    device.find('gpt /dev/sda repaired: x');
    assert.deepEqual(device.record(shell), [...first, 'a gpt /dev/sda repaired: x']);
    device.start('b', { health: 'fallback a its last start failed\nslot b\n' });
    assert.equal(device.record(shell).at(-1), 'b fallback a its last start failed');
  });
}

test('a start that nobody saw the end of is told by the next one', (t) => {
  const device = new Device(t);
  device.start('a');
  assert.deepEqual(device.record(), []);
  device.start('b');
  assert.deepEqual(device.record(), ['b interrupted a']);
  device.find('committed b');
  device.record();
  device.start('a');
  assert.deepEqual(device.record(), ['b interrupted a']);
  device.find('failed emergency x.mount');
  device.record();
  device.start('a');
  assert.deepEqual(device.record(), ['b interrupted a', 'a failed emergency x.mount']);
});

test('half a line that a power cut left spoils none', (t) => {
  const device = new Device(t);
  writeTree(device.dir, { 'log/events': '2026-11-29T00:00:00Z a healed l' });
  device.start('a', { health: 'missing opt x\n' });
  assert.deepEqual(device.record(), ['a healed l', 'a missing opt x']);
});

test('the record has a bound, and the newest events stay whole', (t) => {
  const device = new Device(t);
  const old = '2026-11-29T00:00:00Z a missing opt it cannot be read\n'.repeat(2000);
  writeTree(device.dir, { 'log/events': old });
  device.start('a', { health: 'missing cache x\n' });
  const events = device.record();
  assert.equal(events.at(-1), 'a missing cache x');
  assert.ok(events.length > 300 && events.length < 1000, String(events.length));
  assert.deepEqual([...new Set(events)], ['a missing opt it cannot be read', 'a missing cache x']);
});

const places: [string, string][] = [
  ['is missing', 'rmdir "$dir"; : >"$dir"'],
  ['is read-only', 'mount -t tmpfs -o ro tmpfs "$dir"'],
  [
    'is full',
    'mount -t tmpfs -o size=4k tmpfs "$dir"; dd if=/dev/zero of="$dir/x" bs=4096 count=1 2>/dev/null',
  ],
];
for (const [what, make] of places) {
  test(`a folder that ${what} is not a failure, and the next time nothing is lost`, (t) => {
    const device = new Device(t);
    device.start('a', { health: 'missing opt x\n' });
    const lab = `dir=$1/log; mkdir "$dir"; ${make}; TFR_RECORD=$dir TFR_RUN=$1/run dash "$2"`;
    const ran = runProgram('unshare', ['-m', 'sh', '-euc', lab, 'sh', device.dir, script]);
    assert.deepEqual(ran, { status: 0, stdout: '', stderr: '' });
    mustRun('rm', ['-rf', path.join(device.dir, 'log')]);
    assert.deepEqual(device.record(), ['a missing opt x']);
  });
}
