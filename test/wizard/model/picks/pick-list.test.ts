import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picksFor, valueAt, withValueAt } from '../../../../src/wizard/model/picks/pick-list.js';
import { keymapList, localeList, timeZoneList } from '../../../../src/wizard/model/picks/system-lists.js';

const [zones, maps, locales] = [timeZoneList.items(), keymapList.items(), localeList.items()];

for (const [query, items, first] of [
  ['berlin', zones, 'Europe/Berlin'],
  ['germany', zones, 'Europe/Berlin'],
  ['york new', zones, 'America/New_York'],
  ['new york', zones, 'America/New_York'],
  ['JAPAN', zones, 'Asia/Tokyo'],
  ['beijing', zones, 'Asia/Shanghai'],
  ['us/eastern', zones, 'US/Eastern'],
  ['utc', zones, 'UTC'],
  ['norw', zones, 'Europe/Oslo'],
  ['reunion', zones, 'Indian/Reunion'],
  ['switzerland french', maps, 'ch-fr'],
  ['german dead no', maps, 'at-nodeadkeys'],
  ['de', maps, 'de'],
  ['de-l', maps, 'de-latin1'],
  ['norwegian', maps, 'no'],
  ['japanese', locales, 'ja_JP.UTF-8'],
  ['portuguese brazil', locales, 'pt_BR.UTF-8'],
  ['de_CH', locales, 'de_CH.UTF-8'],
  ['valencia', locales, 'ca_ES.UTF-8@valencia'],
] as const) {
  test(`\`${query}\` finds ${first} first`, () => assert.equal(picksFor(items, query)[0]?.value, first));
}

test('every word must be there, and no word is a wish for all', () => {
  assert.deepEqual(picksFor(zones, 'berlin tokyo'), []);
  assert.equal(picksFor(zones, '  '), zones);
  const german = picksFor(zones, 'germany');
  assert.deepEqual(
    german.map(({ value }) => value),
    ['Europe/Berlin', 'Europe/Busingen', 'Europe/Zurich'],
  );
});

test('names that begin so stand before words that do, and those before what only has it', () => {
  const items = ['xde', 'a-de', 'de', 'dex'].map((value) => ({ value, about: '' }));
  assert.deepEqual(
    picksFor(items, 'de').map(({ value }) => value),
    ['de', 'dex', 'a-de', 'xde'],
  );
});

test('every locale and country has a name that can be searched', () => {
  for (const { value, about } of [...zones, ...locales])
    if (/^[A-Z]\w+\/|_/.test(value) && !/^(?:Etc|SystemV)\//.test(value)) assert.notEqual(about, '', value);
});

test('what stands beside a value can be shown on every console', () => {
  const strange = [...zones, ...maps, ...locales].filter(({ about }) => /[^\x20-\x7e]/.test(about));
  assert.deepEqual(strange, []);
});

for (const [text, caret, value, replaced] of [
  ['en_US.UTF-8', 11, 'de_DE.UTF-8', 'de_DE.UTF-8'],
  ['en_US.UTF-8', 0, 'de_DE.UTF-8', 'de_DE.UTF-8'],
  ['en_US.UTF-8 ', 12, 'de_DE.UTF-8', 'en_US.UTF-8 de_DE.UTF-8'],
  ['a b c', 3, 'x', 'a x c'],
  ['a b c', 1, 'x', 'x b c'],
  ['a b', 1, 'b', 'b'],
  ['', 0, 'x', 'x'],
] as const)
  test(`in \`${text}\` with the caret at ${caret}, ${value} makes \`${replaced}\``, () => {
    assert.equal(withValueAt(text, caret, value), replaced);
  });

test('the value at the caret is the word that it touches', () => {
  assert.equal(valueAt('de_DE.UTF-8 en_US.UTF-8', 5), 'de_DE.UTF-8');
  assert.equal(valueAt('de_DE.UTF-8 en_US.UTF-8', 12), 'en_US.UTF-8');
  assert.equal(valueAt('a  b', 2), '');
});
