import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { chooseLanguage } from '../../src/base/language/choose-language.js';
import { wantedLanguages } from '../../src/base/language/locale.js';
import {
  allOf,
  later,
  oneOf,
  sentences,
  speak,
  spokenTag,
  t,
  translated,
  translatedHint,
} from '../../src/base/language/texts.js';
import { failureOf } from '../helpers/failure-of.js';

/** The language that is spoken after the choice. */
function spoken(env: Record<string, string>, given: string | null = null): string {
  chooseLanguage(given, env);
  return spokenTag();
}

const environments: readonly (readonly [string, Record<string, string>, string])[] = [
  ['nothing is said', {}, 'en'],
  ['a Japanese locale', { LANG: 'ja_JP.UTF-8' }, 'ja'],
  ['LC_MESSAGES before LANG', { LANG: 'en_US.UTF-8', LC_MESSAGES: 'ja_JP.UTF-8' }, 'ja'],
  ['LC_ALL before both', { LANG: 'ja_JP.UTF-8', LC_MESSAGES: 'ja_JP.UTF-8', LC_ALL: 'en_GB.UTF-8' }, 'en'],
  ['a language without a translation', { LANG: 'de_DE.UTF-8' }, 'en'],
  ['the list of LANGUAGE', { LANG: 'de_DE.UTF-8', LANGUAGE: 'de:ja:en' }, 'ja'],
  ['English before Japanese in LANGUAGE', { LANG: 'de_DE.UTF-8', LANGUAGE: 'de:en:ja' }, 'en'],
  ['LANGUAGE in the C locale', { LANG: 'C.UTF-8', LANGUAGE: 'ja' }, 'en'],
  ['another character set', { LANG: 'ja_JP.eucJP' }, 'en'],
  ['no character set, which is an old one', { LANG: 'ja_JP' }, 'en'],
  ['another character set by LC_CTYPE', { LANG: 'ja_JP.UTF-8', LC_CTYPE: 'C' }, 'en'],
  ['the console of Linux', { LANG: 'ja_JP.UTF-8', TERM: 'linux' }, 'en'],
  ['a variable of our own', { LANG: 'en_US.UTF-8', TMPFSROOT_LANG: 'ja' }, 'ja'],
  ['a variable of our own in the C locale', { LANG: 'C', TMPFSROOT_LANG: 'ja_JP.UTF-8' }, 'ja'],
  ['a variable of our own that names none', { LANG: 'ja_JP.UTF-8', TMPFSROOT_LANG: 'tlh' }, 'ja'],
];

describe('the language', () => {
  afterEach(() => speak(null));

  for (const [what, env, language] of environments) {
    test(`the environment chooses ${language}: ${what}`, () => assert.equal(spoken(env), language));
  }

  test('the language that is given counts more than the environment', () => {
    assert.equal(spoken({ LANG: 'en_US.UTF-8' }, 'ja'), 'ja');
    assert.equal(spoken({ LANG: 'C' }, 'ja_JP'), 'ja');
    assert.equal(spoken({ LANG: 'ja_JP.UTF-8' }, 'en'), 'en');
  });

  test('a language that is given and not there is refused with those that are', async () => {
    const { what, remedy } = await failureOf(async () => chooseLanguage('klingon', {}));
    assert.equal(what, 'There is no translation `klingon`.');
    assert.equal(remedy, 'Possible: en, ja.');
  });

  test('a territory comes before its language', () => {
    assert.deepEqual(wantedLanguages({ LANG: 'pt_BR.UTF-8@x' }), ['pt_BR', 'pt']);
  });

  test('in English a text is said as it is written', () => {
    speak(null);
    assert.equal(t`Took ${'1 GiB'} for ${'log'}.`, 'Took 1 GiB for log.');
    assert.equal(translated('  Gateway'), '  Gateway');
    assert.equal(sentences('One.', '', 'Two.'), 'One. Two.');
    assert.equal(oneOf(['a', 'b', 'c']), 'a, b or c');
    assert.equal(allOf(['a']), 'a');
  });

  test('a translation puts the values where its language has them', () => {
    const texts: Record<string, string> = {
      'Took {0} for {1}.': '{1} を {0} に設定しました。',
      Gateway: 'ゲートウェイ',
      'key: log': 'ログ',
      '{0} {1}': '{0}{1}',
      '{0} and {1}': '{0} と {1}',
      ', ': '、',
    };
    speak({ tag: 'ja', textOf: (english) => texts[english] });
    assert.equal(t`Took ${'{1} $& GiB'} for ${'log'}.`, 'log を {1} $& GiB に設定しました。');
    assert.equal(t`Nobody translated ${1}.`, 'Nobody translated 1.');
    assert.equal(translated(later`  Gateway`), '  ゲートウェイ');
    assert.equal(translated('log'), 'log');
    assert.equal(translatedHint('log'), 'ログ');
    assert.equal(sentences('一。', '', '二。'), '一。二。');
    assert.equal(allOf(['a', 'b', 'c']), 'a、b と c');
  });
});
