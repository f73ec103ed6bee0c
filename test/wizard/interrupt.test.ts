import assert from 'node:assert/strict';
import { test } from 'node:test';
import { steps } from '../../src/wizard/model/state.js';
import { Driver, newSpec } from './driver.js';
import { doneRun } from './runs.js';
import { scenes } from './scenes.js';

const leaves = { type: 'quit', status: 'interrupted' } as const;

test('Ctrl-C leaves at once where nothing would be lost', () => {
  assert.deepEqual(new Driver().press('ctrl+c').requests(), [leaves]);
  assert.deepEqual(new Driver().press('?', 'ctrl+c').requests(), [leaves]);
  const built = new Driver().load(newSpec());
  built.tell({ saved: built.state.spec, result: { kind: 'done', result: doneRun } }).press('ctrl+c');
  assert.deepEqual(built.lastRequest(), leaves);
});

test('Ctrl-C asks once where something is unsaved, on every screen; the second leaves', () => {
  for (const screen of steps) {
    const driver = new Driver().load(newSpec(), screen);
    const before = driver.requests().length;
    driver.press('ctrl+c').sees('Leave the wizard?', 'What you chose is kept');
    assert.equal(driver.requests().length, before, screen);
    assert.deepEqual(driver.press('ctrl+c').lastRequest(), leaves, screen);
  }
});

test('the question is answered by y or Enter, and n, q or Escape stay where one was', () => {
  for (const key of ['y', 'enter']) {
    assert.deepEqual(new Driver().load(newSpec()).press('ctrl+c', key).lastRequest(), leaves);
  }
  for (const key of ['n', 'q', 'escape']) {
    const driver = new Driver()
      .load(newSpec(), 'sizes')
      .field('log')
      .press('ctrl+c', key)
      .sees(/❯ L log/);
    assert.ok(!driver.requests().some(({ type }) => type === 'quit'));
  }
});

test('nothing that is drawn keeps Ctrl-C from leaving, with one question at most', () => {
  for (const [name, scene] of scenes) {
    const driver = scene({}).press('ctrl+c');
    if (!driver.requests().some(({ type }) => type === 'quit')) driver.press('ctrl+c');
    assert.ok(
      driver.requests().some(({ type }) => type === 'quit'),
      name,
    );
  }
});

test('Escape leads out of everything that lies over a screen', () => {
  for (const [name, scene] of scenes) {
    const driver = scene({});
    const { overlay } = driver.state;
    const wasOver = overlay !== null || driver.state.query !== null;
    // The search of a log first, and then the log.
    if (overlay?.kind === 'log' && overlay.query !== null) driver.press('escape');
    driver.press('escape');
    assert.equal(driver.state.overlay, null, name);
    assert.equal(driver.state.query, null, name);
    if (wasOver) continue;
  }
});
