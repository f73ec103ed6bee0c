import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunFailure } from '../../src/pipeline/run-report.js';
import { Driver, newSpec } from './driver.js';
import { folderFacts } from './folder-facts.js';
import { doneRun, failedRun } from './runs.js';

const done = (rows = 40) =>
  new Driver({ rows }).load(newSpec()).tell({ result: { kind: 'done', result: doneRun } });

test('a run that is done shows what was made, its digests, what changed and how long it took', () => {
  done().sees(
    '✔ Built.',
    'output/robot-installer.iso',
    'sha256 abab',
    'bash',
    'Took',
    'Lock packages: 312 packages',
  );
  done().sees(
    'Log: /home/op/robot/output/logs/run.log',
    'b boot in QEMU',
    'o open the folder',
    'r again',
    'q quit',
  );
});

test('its keys boot, open the folder, build again with the newest packages, go to the start and quit', () => {
  for (const [key, request] of [
    ['b', { type: 'boot' }],
    ['o', { type: 'open-folder' }],
    ['r', { type: 'run', spec: null, relock: true }],
    ['q', { type: 'quit', status: 'done' }],
  ] as const) {
    assert.deepEqual(
      done()
        .tell({ folder: folderFacts('ours') })
        .press(key)
        .lastRequest(),
      request,
    );
  }
  done().press('escape').sees('New image', 'Rebuild this image');
});

test('a failure shows its stage, cause, last lines, what to do and the log', () => {
  const driver = new Driver({ rows: 40 }).tell({ result: { kind: 'failed', failure: failedRun } });
  driver.sees('✖ The run failed.', 'Stage: Root tree', 'dracut` failed', 'Why: There is no room.');
  driver.sees('Its last lines: dracut: installing', 'No space left on device', 'What to do: Free 2 GiB');
  driver.sees('`r` tries again, beginning with Root tree', 'Log: /home/op/robot/output/logs/run.log');
  driver.seesNot('b boot', 'o open');
});

test('after a failure or an interruption `r` goes on with the lock that was made, and what was changed since', () => {
  for (const result of [{ kind: 'failed', failure: failedRun }, { kind: 'interrupted' }] as const) {
    const driver = new Driver().load(newSpec());
    const { spec } = driver.state;
    driver.press('enter').tell({ result, saved: spec }).press('r');
    assert.deepEqual(driver.lastRequest(), { type: 'run', spec: null, relock: false });
    const unsaved = new Driver().load(newSpec()).tell({ result }).press('r');
    assert.deepEqual(unsaved.lastRequest(), { type: 'run', spec: unsaved.state.spec, relock: false });
  }
});

test('an interrupted run says that what was finished is kept', () => {
  new Driver().tell({ result: { kind: 'interrupted' } }).sees('▲ Interrupted.', 'What was finished is kept.');
});

test('the result scrolls to its last line in small windows, and no further', () => {
  for (const rows of [12, 14, 24]) {
    const driver = done(rows).press('pagedown', 'pagedown', 'pagedown').sees('Log:');
    const last = driver.screen();
    assert.equal(driver.press('down').screen(), last);
    driver.press('pageup', 'pageup', 'pageup', 'pageup').sees('output/robot-installer.iso');
  }
});

test('a result takes the place of what was on the screen, a question too', () => {
  const driver = new Driver()
    .load(newSpec())
    .press('s')
    .tell({ result: { kind: 'interrupted' } });
  driver.sees('Interrupted.').seesNot('Save as preset');
});

test('the last lines of a program are read whole in the narrowest window, in their order', () => {
  const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
  const failure = new RunFailure(
    1,
    { what: 'It failed.', lastLines: [`Error: ${words}`, `https://registry.example/${'x'.repeat(200)}end`] },
    failedRun.report,
    null,
  );
  const driver = new Driver({ rows: 60, columns: 60 }).tell({ result: { kind: 'failed', failure } });
  const said = driver.screen().replace(/\s+/g, '');
  assert.ok(said.includes(`Error:${words}`.replaceAll(' ', '')));
  assert.ok(said.includes(`https://registry.example/${'x'.repeat(200)}end`));
  assert.doesNotMatch(driver.screen(), /…/);
});

const noImage = new RunFailure(
  3,
  {
    what: 'The image cannot be made.',
    wayOut: { path: 'engine.use', value: 'native', text: '--engine native' },
  },
  failedRun.report,
  { id: 'engine', title: 'Make the container image' },
);

test('where an image cannot be had, ^T goes on natively with what was run, and `r` keeps to it', () => {
  const given = { path: 'engine.use', value: 'native', text: '--engine native' };
  const result = { kind: 'failed', failure: noImage } as const;
  const driver = new Driver({ rows: 40 }).load(newSpec());
  const { spec } = driver.state;
  driver.press('enter').tell({ result, ran: { type: 'run', spec, relock: false }, saved: spec });
  driver.sees('`^T` goes on with `--engine native`; no file is changed', '^T go on another way');
  driver.press('ctrl+t');
  assert.deepEqual(driver.lastRequest(), { type: 'run', spec: null, relock: false, given });
  driver.tell({ result: { kind: 'interrupted' }, ran: { type: 'run', spec: null, relock: false, given } });
  driver.press('r').seesNot('^T go on');
  assert.deepEqual(driver.lastRequest(), { type: 'run', spec: null, relock: false, given });
});

test('a rebuild of the folder that failed goes on with the folder, whatever was begun on the screens', () => {
  const driver = new Driver().load(newSpec());
  driver.tell({
    result: { kind: 'failed', failure: failedRun },
    ran: { type: 'run', spec: null, relock: true },
  });
  driver.seesNot('^T').press('ctrl+t');
  assert.ok(!driver.requests().some(({ type }) => type === 'run'));
  assert.deepEqual(driver.press('r').lastRequest(), { type: 'run', spec: null, relock: false });
});
