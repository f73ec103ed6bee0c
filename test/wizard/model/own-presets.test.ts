import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PresetFacts } from '../../../src/wizard/model/state.js';
import { Driver, newSpec } from '../driver.js';
import { shippedFacts } from '../shipped.js';

const own = (name: string, description = `About ${name}.\nBecause.`): PresetFacts => ({
  ...{ name, description, hardware: 'sda from 8 GiB, 4 GiB memory', kind: 'own', broken: null },
});

/** On the first of the person's own presets. */
const onOwn = (...presets: PresetFacts[]) =>
  new Driver({ presets: [...shippedFacts, ...presets] }).press('down').sees(`❯ Preset: ${presets[0]?.name}`);

test('the keys for own presets stand in the footer of their rows, and of no other', () => {
  const driver = onOwn(own('pump')).sees('F2 rename  F3 describe  Del delete');
  driver.press('down').sees('❯ Preset: datalogger').seesNot('F2 rename', 'Del delete');
  for (const key of ['f2', 'f3', 'delete']) driver.press(key);
  assert.equal(driver.state.overlay, null);
  driver.press('up', 'up').sees('❯ New image').seesNot('F2 rename');
});

test('F2 gives another name, and the focus stays on the preset', () => {
  const driver = onOwn(own('pump'), own('zebra')).press('f2').sees('Rename the preset pump', '❯ pump');
  driver.press('ctrl+u').type('zz pump').press('enter');
  assert.deepEqual(driver.lastRequest(), { type: 'rename-preset', from: 'pump', to: 'zz pump' });
  driver.tell({
    presets: [...shippedFacts, own('zebra'), own('zz pump')],
    renamed: { from: 'pump', to: 'zz pump' },
  });
  driver.sees('❯ Preset: zz pump');
});

test('a name that cannot be is refused with the rule, and what was typed stays', () => {
  const driver = onOwn(own('pump'), own('zebra')).press('f2', 'ctrl+u');
  for (const [name, said] of [
    ['a/b', /`a\/b` is not a valid name .*letters and digits, with blanks/],
    ['robot', /`robot` is the name of a bundled preset\. .*`my robot`/],
    ['zebra', /You have a preset zebra already\./],
  ] as const) {
    driver.press('ctrl+u').type(name).press('enter').sees(said, `❯ ${name}`, 'Rename the preset pump');
  }
  assert.ok(!driver.requests().some(({ type }) => type === 'rename-preset'));
  driver.press('ctrl+u').type('pump').press('enter').seesNot('Rename').press('f2', 'escape').sees('❯ Preset');
  assert.ok(!driver.requests().some(({ type }) => type === 'rename-preset'));
});

test('F3 changes the first line of a description, and keeps the others', () => {
  const driver = onOwn(own('pump')).press('f3').sees('What the preset pump is for', '❯ About pump.');
  driver.press('ctrl+u').type('For pumps.').press('enter');
  assert.deepEqual(driver.lastRequest(), {
    ...{ type: 'describe-preset', name: 'pump', description: 'For pumps.\nBecause.' },
  });
});

test('Del asks; only `y` deletes, and Enter that was pressed once too often does not', () => {
  for (const key of ['enter', 'escape', 'n', 'q']) {
    const driver = onOwn(own('pump')).press('delete').sees('Delete the preset pump?', 'Its file is kept');
    driver.press(key).sees('❯ Preset: pump');
    assert.deepEqual(driver.requests(), [], key);
  }
  const driver = onOwn(own('pump'), own('zebra')).press('delete', 'y');
  assert.deepEqual(driver.lastRequest(), { type: 'delete-preset', name: 'pump' });
  driver.tell({ presets: [...shippedFacts, own('zebra')] }).sees('❯ Preset: zebra');
});

test('a preset that cannot be read can be deleted, and says why it cannot be described', () => {
  const driver = onOwn({ ...own('torn'), broken: 'torn.json:1:2: no JSON.' });
  driver.press('f3').sees('The preset torn cannot be read: torn.json:1:2').press('delete').sees('Delete the');
});

test('rows that come above it leave the focus where it is', () => {
  const driver = onOwn(own('pump')).tell({ presets: [own('a'), own('b'), ...shippedFacts, own('pump')] });
  driver.sees('❯ Preset: pump').press('enter');
  assert.deepEqual(driver.lastRequest(), { type: 'load-preset', name: 'pump' });
});

test('a bundled name is refused where a preset is saved, and what was typed stays', () => {
  const driver = new Driver({ presets: shippedFacts });
  driver.load(driver.state.spec, 'review').press('s', 'ctrl+u').type('kiosk').press('enter');
  driver.sees('`kiosk` is the name of a bundled preset.', 'Save as preset', '❯ kiosk');
});

test('F1 explains what is typed, and gives the question back as it was', () => {
  const rule = 'Take letters and digits, with blanks';
  const renamed = onOwn(own('pump')).press('f2', 'ctrl+u').type('new pu').press('f1');
  renamed
    .sees('Name of a preset', rule, 'Enter  rename')
    .press('escape')
    .sees('❯ new pu', 'Rename the preset');
  const described = onOwn(own('pump')).press('f3').type(' 2').press('f1').sees('What a preset is for');
  described.press('f1').sees('❯ About pump. 2');
  const saved = new Driver().load(newSpec()).press('s', 'ctrl+u').type('mine').press('f1').sees(rule);
  saved.press('escape').sees('Save as preset', '❯ mine');
});
