import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stageFailed } from '../../../src/base/failure.js';
import { RunFailure } from '../../../src/run/run-report.js';
import { Driver, newSpec } from '../driver.js';
import { folderFacts } from '../folder-facts.js';
import { doneRun, failedRun } from '../runs.js';

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
    'f USB stick',
    'o folder',
    'r again',
    'q quit',
  );
});

test('a run that had nothing to build says so, with the time of the image that is current', () => {
  const currentSince = new Date(2026, 10, 20, 18, 30);
  const driver = new Driver().load(newSpec());
  driver.tell({ result: { kind: 'done', result: doneRun, currentSince } });
  driver.sees('✔ Nothing to do: the image of 2026-11-20 18:30 is current.').seesNot('Built.');
});

test('a failure speaks of the fields of the screens', () => {
  const facts = {
    what: 'The image needs 2.1 GiB, a root slot has 2 GiB: 100 MiB too much.',
    where: 'partitions.sizes.root',
    remedy: 'Give the root slots at least `--root-size 2148M`, or leave something out.',
  };
  const driver = new Driver({ rows: 40 }).tell({ result: { kind: 'failed', failure: stageFailed(facts) } });
  driver.sees('root A, B: The image needs', 'at least `2148M` at "root A, B"');
  driver.seesNot('--root-size', 'partitions.sizes');
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
  done().press('escape').sees('New image', 'Build this image');
});

test('a failure shows its stage, cause, last lines, what to do and the log', () => {
  const driver = new Driver({ rows: 40 }).tell({ result: { kind: 'failed', failure: failedRun } });
  driver.sees('✖ The run failed.', 'Stage: Root tree', 'dracut` failed', 'Why: There is no room.');
  driver.sees('Its last lines: dracut: installing', 'No space left on device', 'What to do: Free 2 GiB');
  driver.sees('`r` tries again, beginning with Root tree', 'Log: /home/op/robot/output/logs/run.log');
  driver.seesNot('b boot', 'f USB', 'o folder');
});

test('a remedy names the key that does the same as its command, where it does', () => {
  const remedy = 'Look there, then run `tmpfsroot-wizard lock` again; or run the same command again.';
  const failure = new RunFailure(1, { what: 'No.', remedy }, failedRun.report, {
    id: 'resolve',
    title: 'Resolve packages',
  });
  const after = (relock: boolean) =>
    new Driver({ rows: 40 }).tell({
      result: { kind: 'failed', failure },
      ran: { type: 'run', spec: null, relock },
    });
  after(false).sees('What to do: Look there, then press `r`; or press `r`.');
  // `r` keeps a lock that matches.
  after(true).sees('then run `tmpfsroot-wizard lock` again; or press `r`.');
  const other = 'Run `tmpfsroot-wizard lock` without `--update`, or `tmpfsroot-wizard lock --update bash`.';
  const kept = new RunFailure(1, { what: 'No.', remedy: other }, failedRun.report, null);
  new Driver({ rows: 40 }).tell({ result: { kind: 'failed', failure: kept } }).sees(other);
});

test('after a failure or an interruption `r` goes on with the lock that was made, and what was changed since', () => {
  for (const result of [
    { kind: 'failed', failure: failedRun },
    { kind: 'interrupted', at: null },
  ] as const) {
    const driver = new Driver().load(newSpec());
    const { spec } = driver.state;
    driver.press('enter').tell({ result, saved: spec }).press('r');
    assert.deepEqual(driver.lastRequest(), { type: 'run', spec: null, relock: false });
    const unsaved = new Driver().load(newSpec()).tell({ result }).press('r');
    assert.deepEqual(unsaved.lastRequest(), { type: 'run', spec: unsaved.state.spec, relock: false });
  }
});

test('an interrupted run says in which stage it was, and that what was finished is kept', () => {
  const at = { stage: 'Slot image', seconds: 24 };
  const driver = new Driver().tell({ result: { kind: 'interrupted', at } });
  driver.sees('▲ Interrupted in the stage Slot image, after 24 s.', '`r` goes on with the rest.');
  new Driver()
    .tell({ result: { kind: 'interrupted', at: null } })
    .sees('▲ Interrupted.', 'What was finished is kept.');
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
    .tell({ result: { kind: 'interrupted', at: null } });
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
  driver.sees('`^T` continues with `--engine native`; this changes no file', '^T go on another way');
  driver.press('ctrl+t');
  assert.deepEqual(driver.lastRequest(), { type: 'run', spec: null, relock: false, given });
  driver.tell({
    result: { kind: 'interrupted', at: null },
    ran: { type: 'run', spec: null, relock: false, given },
  });
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
