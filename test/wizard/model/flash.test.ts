import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flashDisk } from '../../flash/disks.js';
import { Driver, newSpec } from '../driver.js';
import { doneRun } from '../runs.js';
import { offeredDisks } from '../scenes.js';

const file = 'robot-installer.iso';

/** On the result of a run that made these kinds of files. */
function built(...kinds: string[]): Driver {
  const artefacts = doneRun.artefacts.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  return new Driver({ rows: 30 })
    .load(newSpec())
    .tell({ result: { kind: 'done', result: { ...doneRun, artefacts } } });
}

/** Where a stick and a mounted one are offered. */
function offered(): Driver {
  return built().press('f').send({ type: 'flash-disks', file, disks: offeredDisks });
}

/** What was asked for of disks. */
const asked = (driver: Driver) =>
  driver.requests().filter(({ type }) => ['list-flash-disks', 'flash'].includes(type));

const stick = flashDisk({ model: 'SanDisk 日本語のディスク' });

test('`f` looks for disks to write the installer to, or else the disk image', () => {
  built().sees('f USB stick');
  assert.deepEqual(built().press('f').lastRequest(), { type: 'list-flash-disks', file });
  assert.deepEqual(built('raw').press('f').lastRequest(), { type: 'list-flash-disks', file: 'robot.raw' });
  const neither = built('pxe').seesNot('f USB stick').press('f');
  neither.sees('There is neither an installer ISO nor a raw disk image to write.');
  assert.deepEqual(asked(neither), []);
});

test('where no disk is plugged in it says so, and the same key looks again', () => {
  const driver = built().press('f').send({ type: 'flash-disks', file, disks: [] });
  driver.sees('No USB stick or card is plugged in. `f` looks again.', '✔ Built.').press('f');
  assert.equal(asked(driver).length, 2);
});

test('each disk is a row with model, size, bus and what is on it; one at the pointer says what will be lost', () => {
  offered().sees(
    `Write ${file} to`,
    /❯ +SanDisk 日本語のディスク +\/dev\/sdb · 8\.0 GB · usb/,
    'sdb1 vfat "HOLIDAYS"',
    'All that is on SanDisk 日本語のディスク (/dev/sdb) will be lost.',
    'Enter write to this',
    'r look again',
    'Esc cancel',
  );
});

test('a disk that is in use says why and what to do, and is not taken', () => {
  const driver = offered().press('down').sees('▲ Kingston', 'sudo umount /dev/sdc1').press('enter');
  driver.sees('is in use: sdc1 is mounted at /run/media/op/HOLIDAYS.', `Write ${file} to`);
  assert.equal(driver.requests().filter(({ type }) => type === 'flash').length, 0);
  driver.press('r');
  assert.deepEqual(driver.lastRequest(), { type: 'list-flash-disks', file });
});

test('it is written once the model is typed; Enter alone, another name and Esc write nothing', () => {
  const driver = offered()
    .press('enter')
    .sees(
      `${file} will be written to SanDisk 日本語のディスク (/dev/sdb).`,
      'Type SanDisk 日本語のディスク to write it:',
    );
  driver.press('enter').sees('Nothing was written.', 'Type SanDisk');
  driver.type('y').press('enter').sees('Nothing was written.').press('backspace');
  assert.equal(driver.requests().filter(({ type }) => type === 'flash').length, 0);
  driver.type('sandisk 日本語のディスク').press('enter').sees('✔ Built.');
  assert.deepEqual(driver.lastRequest(), { type: 'flash', file, disk: stick });

  const left = offered().press('enter').paste('SanDisk 日本語のディスク').press('escape').sees('✔ Built.');
  assert.equal(left.requests().filter(({ type }) => type === 'flash').length, 0);
});

test('keys that come in a burst with Enter write nothing', () => {
  const driver = offered().press('enter', 'enter', 'enter', 'y', 'enter');
  assert.equal(driver.requests().filter(({ type }) => type === 'flash').length, 0);
});

test('what became of it is told on the result', () => {
  const text = `${file} is on SanDisk Ultra (/dev/sdb), and was read back. It can be pulled out.`;
  built()
    .tell({ notice: { level: 'info', text } })
    .sees('✔ Built.', text);
});
