import assert from 'node:assert/strict';
import { test } from 'node:test';
import { privateKeys } from '../../../helpers/private-keys.js';
import { Driver, newSpec } from '../../driver.js';

const sizes = [
  [80, 24],
  [36, 12],
  [200, 60],
] as const;

const onSystem = (columns = 80, rows = 30) => new Driver({ columns, rows }).walkTo('system');

for (const [columns, rows] of sizes) {
  test(`on ${columns}x${rows} a time zone is picked by its country, and taken back by one key`, () => {
    const driver = onSystem(columns, rows).field('Time zone').press('ctrl+l').sees('Time zone', '❯ UTC');
    driver
      .type('germ')
      .sees(/❯ Europe\/Berlin/)
      .press('down')
      .sees(/❯ Europe\/Busingen/);
    driver.press('up', 'enter').sees('Took Europe/Berlin.');
    assert.equal(driver.state.spec.system.timezone, 'Europe/Berlin');
    assert.match(driver.line('❯ Time'), /Europe\/Ber/);
    driver.press('ctrl+_');
    assert.deepEqual(driver.state.spec, newSpec());
  });
}

test('the value at hand has the pointer first, and Esc leaves everything as it was', () => {
  const driver = onSystem()
    .fill('Time zone', 'Asia/Tokyo')
    .press('ctrl+l')
    .sees(/❯ Asia\/Tokyo +Japan/);
  const { spec } = driver.state;
  driver
    .press('down', 'down')
    .type('berlin')
    .press('escape')
    .sees('5/7', /❯ Time zone +Asia\/Tokyo/);
  assert.equal(driver.state.spec, spec);
  driver.press('ctrl+l', 'enter').sees('5/7').seesNot('Took');
  assert.equal(driver.state.spec, spec);
});

test('a page and the ends of the list: the pointer stays within', () => {
  const driver = onSystem()
    .field('Keyboard')
    .press('ctrl+l')
    .sees(/❯ us +English \(US\)/);
  driver.times(100, 'pageup').sees(/❯ 3l/).press('up').sees(/❯ 3l/);
  driver.press('pagedown').times(100, 'pagedown').press('down').sees(/❯ za/);
});

test('a keymap is picked by the language of its keyboard', () => {
  const driver = onSystem()
    .field('Keyboard')
    .press('ctrl+l')
    .type('dead german no')
    .sees('of 55', /❯ at-nodeadkeys/);
  driver
    .press('ctrl+u')
    .type('de-nod')
    .sees(/❯ de-nodeadkeys +German \(no dead keys\)/)
    .press('enter');
  assert.equal(driver.state.spec.system.keymap, 'de-nodeadkeys');
});

test('a locale replaces the one at the caret; behind a blank it is added', () => {
  const driver = onSystem()
    .field('Languages')
    .press('ctrl+l')
    .sees(/❯ en_US.UTF-8 +American English|English/);
  driver.sees('Enter replaces en_US.UTF-8').type('german switz').press('enter');
  assert.deepEqual(driver.state.spec.system.languages, ['de_CH.UTF-8']);
  driver.type(' ').press('ctrl+l').sees('Enter adds it.').type('japan').press('enter');
  assert.deepEqual(driver.state.spec.system.languages, ['de_CH.UTF-8', 'ja_JP.UTF-8']);
  driver.press('home', 'ctrl+l').sees('❯ de_CH.UTF-8').type('fr_CH').press('enter');
  assert.deepEqual(driver.state.spec.system.languages, ['fr_CH.UTF-8', 'ja_JP.UTF-8']);
});

test('where nothing has the words it is said, and Enter changes nothing', () => {
  const driver = onSystem().field('Time zone').press('ctrl+l').type('日本語 berlin 東京');
  driver.sees('Nothing in the list has all of these words.', '0 of 597').press('enter').sees('0 of 597');
  assert.equal(driver.state.spec.system.timezone, 'UTC');
  driver.press('ctrl+u').sees('597 of 597').paste('New York').sees('❯ America/New_York');
});

test('the footer names the pick of a field, and of a field without one there is nothing to say but that', () => {
  const driver = onSystem(120).field('Time zone').sees('^L pick a time zone');
  driver.field('Languages').sees('^L pick a locale').field('Keyboard').sees('^L pick a keymap');
  driver
    .field('Host name')
    .seesNot('^L')
    .press('ctrl+l')
    .sees('There is nothing to pick from for this field.');
});

test('a private key that is pasted into the words is dropped', () => {
  for (const key of Object.values(privateKeys)) {
    const driver = onSystem().field('Time zone').press('ctrl+l').paste(key).sees('It was dropped');
    assert.ok(!JSON.stringify(driver.state.overlay).includes(key.slice(40, 80)));
  }
});

for (const [label, text, message, fixed] of [
  ['Time zone', 'Europe/Berlni', 'The time zone `Europe/Berlni` is not known here.', 'Europe/Berlin'],
  ['Keyboard', 'de-nodeadkey', 'The keymap `de-nodeadkey` is not known here.', 'de-nodeadkeys'],
  ['Languages', 'de_JP.UTF-8', 'glibc has no locale `de_JP.UTF-8`.', 'de_.*'],
] as const) {
  test(`${label} \`${text}\`: what no list has is told of, and ^T takes what is near`, () => {
    const driver = onSystem().fill(label, text).sees(message, '^T takes').press('ctrl+t').seesNot(message);
    assert.match(driver.line('❯'), new RegExp(` ${fixed}$`));
  });
}

test('a keymap like none is told of without a suggestion', () => {
  onSystem().fill('Keyboard', 'qwertz').sees('The keymap `qwertz` is not known here.');
});
