import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reduce } from '../../../src/wizard/model/reducer.js';
import type { WizardState } from '../../../src/wizard/model/state.js';
import { Driver, keyNamed, newSpec } from '../driver.js';

function pressed(state: WizardState, ...names: string[]): WizardState {
  return names.reduce((now, name) => reduce(now, { type: 'key', key: keyNamed(name) }), state);
}

test('a text is scrolled as far as the view reports, and one key brings it back from the end', () => {
  const driver = new Driver().press('?').times(20, 'pagedown');
  const end = driver.screen();
  const { overlay, scrollLimit } = driver.state;
  assert.deepEqual(overlay, { kind: 'help', top: scrollLimit?.last, over: null });
  assert.notEqual(driver.press('up').screen(), end);
  assert.equal(driver.press('down').screen(), end);
});

test('keys that come before the first frame go to the end, which the report puts right', () => {
  const driver = new Driver().load(newSpec(), 'review');
  const before = { ...driver.state, scrollLimit: null };
  const burst = pressed(before, 'end');
  assert.equal(burst.focus.review, Number.POSITIVE_INFINITY);
  const reported = reduce(burst, { type: 'drawn', scrollLimit: { of: 'review', last: 12 } });
  assert.equal(reported.focus.review, 12);
  assert.equal(pressed(reported, 'up').focus.review, 11);
});

test('a report of what is not a longer shown moves nothing, and one that is known changes nothing', () => {
  const { state } = new Driver().press('?').times(3, 'down');
  const late = reduce(state, { type: 'drawn', scrollLimit: { of: 'review', last: 0 } });
  assert.deepEqual(late.overlay, state.overlay);
  const again = reduce(late, { type: 'drawn', scrollLimit: { of: 'review', last: 0 } });
  assert.equal(again, late);
});
