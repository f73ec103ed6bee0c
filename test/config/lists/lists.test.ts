import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { keymap, language, timezone } from '../../../src/config/fields/field-types.js';
import { parseLocale } from '../../../src/config/fields/locale.js';
import { isKeymap, keymaps } from '../../../src/config/lists/keymaps.js';
import { isListedLocale, listedLocales, unicodeLocales } from '../../../src/config/lists/locales.js';
import { isTimeZone, timeZones } from '../../../src/config/lists/time-zones.js';

const zoneNames = timeZones().map(({ name }) => name);
const keymapNames = keymaps().map(({ name }) => name);

for (const [what, names, least, shape] of [
  ['time zones', zoneNames, 590, timezone],
  ['keymaps', keymapNames, 540, keymap],
  ['locales in UTF-8', unicodeLocales(), 310, language],
] as const) {
  test(`${what}: as many as Fedora has, none twice, each a value that its field takes`, () => {
    assert.ok(names.length >= least, `${names.length}`);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(
      names.filter((name) => !v.safeParse(shape, name).success),
      [],
    );
  });
}

test('keymaps and locales are sorted by name, and time zones are within UTC, countries, others, other names', () => {
  const sorted = (names: readonly string[]) => [...names].sort();
  assert.deepEqual(keymapNames, sorted(keymapNames));
  const locales = listedLocales().map(({ language, territory }) => `${language}_${territory}`);
  assert.ok(locales.indexOf('de_DE') < locales.indexOf('en_US'));
  const ofCountries = timeZones().filter(({ countries }) => countries.length > 0);
  const others = timeZones().filter(({ otherNameOf }) => otherNameOf !== null);
  for (const part of [ofCountries, others])
    assert.deepEqual(
      part.map(({ name }) => name),
      sorted(part.map(({ name }) => name)),
    );
  assert.equal(zoneNames[0], 'UTC');
  assert.ok(zoneNames.indexOf('Pacific/Wallis') < zoneNames.indexOf('Etc/GMT+1'));
  assert.ok(zoneNames.indexOf('Etc/GMT+1') < zoneNames.indexOf('US/Eastern'));
});

test('a time zone has its countries, and another name says whose it is', () => {
  const zone = (name: string) => timeZones().find((one) => one.name === name);
  assert.ok(zone('Europe/Berlin')?.countries.includes('DE'));
  assert.deepEqual(zone('Europe/Oslo')?.countries, ['NO']);
  assert.match(zone('America/New_York')?.comment ?? '', /Eastern/);
  assert.equal(zone('US/Eastern')?.otherNameOf, 'America/New_York');
  assert.equal(zone('Europe/Kiev')?.otherNameOf, 'Europe/Kyiv');
  for (const { otherNameOf } of timeZones())
    assert.ok(otherNameOf === null || zoneNames.includes(otherNameOf));
});

for (const [name, isThere] of [
  ['UTC', true],
  ['Asia/Tokyo', true],
  ['posix/Asia/Tokyo', true],
  ['US/Eastern', true],
  ['Asia/Tokio', false],
  ['asia/tokyo', false],
  ['Factory', false],
] as const)
  test(`${name} is ${isThere ? 'a' : 'no'} time zone`, () => assert.equal(isTimeZone(name), isThere));

for (const [name, isThere] of [
  ...(
    ['us', 'de', 'de-nodeadkeys', 'de-latin1-nodeadkeys', 'ch', 'jp', 'jp106', 'uk', 'gb', 'ge'] as const
  ).map((name) => [name, true] as const),
  // What Fedora calls otherwise than kbd does, and adds.
  ...(['cz-qwerty', 'trf-fgGIod', 'sr-latin', 'ara', 'us-altgr-intl', 'defkeymap_V1.0'] as const).map(
    (name) => [name, true] as const,
  ),
  // Without letters of ASCII, for other machines, and none at all.
  ...(['in', 'th', 'amiga-de', 'qwertz', 'ro_win', 'custom'] as const).map((name) => [name, false] as const),
])
  test(`${name} is ${isThere ? 'a' : 'no'} keymap of Fedora for PCs`, () =>
    assert.equal(isKeymap(name), isThere));

for (const [name, isThere] of [
  ['en_US.UTF-8', true],
  ['en_US.utf8', true],
  ['en_US', true],
  ['de_DE@euro', true],
  ['de_DE.ISO-8859-1', true],
  ['sr_RS.UTF-8@latin', true],
  ['ca_ES.UTF-8@valencia', true],
  ['eo.UTF-8', true],
  ['ja_JP.eucJP', true],
  ['de_JP.UTF-8', false],
  ['ja_JP.KOI8-R', false],
  ['de_DE.UTF-8@latin', false],
] as const)
  test(`${name} is ${isThere ? 'a' : 'no'} locale of glibc`, () => {
    const locale = parseLocale(name);
    assert.ok(locale !== null);
    assert.equal(isListedLocale(locale), isThere);
  });

test('locales to choose from are in UTF-8, whatever else glibc has', () => {
  const names = unicodeLocales();
  for (const name of ['C.UTF-8', 'de_DE.UTF-8', 'eo.UTF-8', 'sr_RS.UTF-8@latin'])
    assert.ok(names.includes(name), name);
  assert.ok(!names.some((name) => !name.includes('.UTF-8')));
});
