import assert from 'node:assert/strict';
import { test } from 'node:test';
import { farewell } from '../../../src/wizard/model/farewell.js';
import { Driver, newSpec } from '../driver.js';
import { doneRun } from '../runs.js';

test('who leaves without having done anything is told nothing', () => {
  assert.deepEqual(farewell(new Driver().state), []);
});

test('what was built stays on the terminal, with its digests and the command for a stick', () => {
  const driver = new Driver().tell({ result: { kind: 'done', result: doneRun } });
  assert.deepEqual(farewell(driver.state), [
    '/home/op/robot/output/robot-installer.iso  537 MB',
    `  sha256 ${'ab'.repeat(32)}`,
    '/home/op/robot/output/robot.raw  8.6 GB',
    `  sha256 ${'cd'.repeat(32)}`,
    'To a stick: sudo env "PATH=$PATH" tmpfsroot-wizard flash /home/op/robot/output/robot-installer.iso',
  ]);
  const [raw] = doneRun.artefacts.slice(1);
  const onlyRaw = { ...doneRun, artefacts: raw === undefined ? [] : [raw] };
  const lines = farewell(new Driver().tell({ result: { kind: 'done', result: onlyRaw } }).state);
  assert.ok(!lines.some((line) => line.includes('flash')));
});

test('who leaves after a run that was stopped is told in which stage it was, and how it goes on', () => {
  const at = { stage: 'Slot image', seconds: 24 };
  const driver = new Driver().tell({ result: { kind: 'interrupted', at } });
  assert.deepEqual(farewell(driver.state), [
    'Interrupted in the stage Slot image, after 24 s.',
    'Start tmpfsroot-wizard in /home/op/robot again and press `r`: it goes on where it stopped.',
  ]);
});

test('who leaves in the middle is told where to go on', () => {
  const driver = new Driver().load(newSpec()).press('ctrl+c', 'ctrl+c');
  assert.deepEqual(farewell(driver.state), [
    'What you chose for robot is kept: start tmpfsroot-wizard in /home/op/robot again, and choose Continue.',
  ]);
});
