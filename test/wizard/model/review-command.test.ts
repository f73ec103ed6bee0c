import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellWords } from '../../../src/base/text/shell-quote.js';
import { reproduce } from '../../../src/wizard/model/review-text.js';
import { Driver, newSpec } from '../driver.js';
import { shippedSpecs } from '../shipped.js';

test('the command is not on the review; `c` shows it, and `c` there copies the whole of it', () => {
  const driver = new Driver()
    .load({ ...newSpec(), packages: ['bash'] }, 'review')
    .resize(80, 60)
    .seesNot('tmpfsroot-wizard rebuild')
    .sees('c shows the command that does the same')
    .press('c')
    .sees('tmpfsroot-wizard rebuild --name robot', 'It builds the same image in an empty folder')
    .press('c');
  assert.deepEqual(driver.lastRequest(), { type: 'copy', words: reproduce(driver.state) });
  driver.press('escape').sees('7/7', 'Build this image');
});

const command = (driver: Driver) => shellWords(reproduce(driver.state).slice(2));

test('the command names the preset, and what was changed since', () => {
  for (const [name, spec, origin] of shippedSpecs) {
    const driver = new Driver().load({ ...spec, name: 'robot' }, 'review', {}, origin);
    assert.equal(command(driver), `--preset ${name} --name robot --hostname ${spec.system.hostname}`);
  }
  const [name, spec, origin] = shippedSpecs[0] ?? assert.fail('no preset');
  const driver = new Driver().load(spec, 'sizes', {}, origin).fill('log', '3G');
  assert.equal(command(driver), `--preset ${name} --name ${spec.name} --log-size 3G`);
});

test('the preset of the command follows what becomes of it, and undo', () => {
  const [, spec, origin] = shippedSpecs[0] ?? assert.fail('no preset');
  const mine = { ...origin, word: 'mine' };
  const driver = new Driver().load(spec, 'review', {}, mine);
  driver.tell({ presets: [], renamed: { from: 'mine', to: 'site 7' } });
  assert.match(command(driver), /^--preset 'site 7' /);
  driver.tell({ presets: [], deleted: 'other' });
  assert.match(command(driver), /^--preset 'site 7' /);
  driver.tell({ presets: [], deleted: 'site 7' });
  assert.match(command(driver), /^--name /);
  driver.tell({ origin: mine });
  assert.match(command(driver), /^--preset mine /);
  for (let turn = 0; turn < 8 && driver.state.screen !== 'start'; turn += 1) driver.press('escape');
  driver.press('n');
  assert.match(command(driver), /^--name /);
  driver.press('ctrl+_');
  assert.match(command(driver), /^--preset mine /);
});
