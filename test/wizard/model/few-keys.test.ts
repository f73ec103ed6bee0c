import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badFindings } from '../../../src/base/failure.js';
import { errorAt } from '../../../src/base/finding.js';
import { Driver, knownPackages, newSpec } from '../driver.js';
import { folderFacts, lastBuild } from '../folder-facts.js';
import { shippedFacts, shippedSpecs } from '../shipped.js';

// Each list of keys is all that a person presses: a way that becomes longer fails here.

test('a bundled preset is in its review after its first letter and Enter', () => {
  const driver = new Driver({ presets: shippedFacts }).press('m', 'enter');
  assert.deepEqual(driver.lastRequest(), { type: 'load-preset', name: 'minimal' });
  const [, spec] = shippedSpecs.find(([name]) => name === 'minimal') ?? [];
  assert.ok(spec !== undefined);
  driver.load(spec, 'review').sees('7/7');
});

test('a new image is in its review after `n` and six times Enter', () => {
  new Driver({ packages: knownPackages() })
    .press('n', ...Array.from({ length: 6 }, () => 'enter'))
    .sees('7/7');
});

test('from the review to another release and back are four keys', () => {
  const driver = new Driver({ packages: knownPackages() }).load(newSpec());
  const { release } = driver.state.spec;
  driver.press('down', 'enter', 'down', 'enter').sees('7/7');
  assert.notEqual(driver.state.spec.release, release);
});

test('from a failed run to the field at fault is one key', () => {
  const failure = badFindings(
    [errorAt('system.timezone', 'It is wrong.', 'Take another.')],
    'It is not valid:',
  );
  const driver = new Driver().load(newSpec());
  driver.tell({ result: { kind: 'failed', failure }, ran: { type: 'run', spec: newSpec(), relock: false } });
  driver.press('e').sees('❯ Time zone');
});

test('the image of the folder is built again by one key', () => {
  const driver = new Driver({ folder: folderFacts('ours', lastBuild) }).press('r');
  assert.deepEqual(driver.requests(), [{ type: 'run', spec: null, relock: true }]);
});

test('`j` and `k` go through the releases, as through every list in which no letter is typed', () => {
  const driver = new Driver({ packages: knownPackages() }).press('n');
  const first = driver.line('❯');
  driver.press('j');
  assert.notEqual(driver.line('❯'), first);
  driver.press('k');
  assert.equal(driver.line('❯'), first);
});
