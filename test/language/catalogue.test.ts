import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { translations, translationsFolder } from '../../src/base/language/choose-language.js';
import { textsOfSource } from './texts-of-source.js';

const said = textsOfSource();
const keys = new Set(said.map(({ key }) => key));

/** Values that a text has room for. */
function valuesOf(text: string): string[] {
  return [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();
}

test('texts are found in the source', () => {
  assert.ok(keys.size > 1400);
  for (const key of ['Took {0}.', 'key: build it', 'Main disk', 'current']) assert.ok(keys.has(key), key);
});

test('no text is asked for while a module is loaded, when no language is chosen yet', () => {
  assert.deepEqual(
    said.filter(({ isTooEarly }) => isTooEarly),
    [],
  );
});

test('a text that is kept for later has no values, which it would lose', () => {
  const withValues = said.filter(({ key, isLater }) => isLater && valuesOf(key).length > 0);
  assert.deepEqual(withValues, []);
});

test('there is Japanese', () => assert.ok(translations().includes('ja')));

for (const name of translations()) {
  const file = packageFile(`${translationsFolder}/${name}.json`);
  const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

  test(`${name} has each text`, () => {
    const missing = said.filter(({ key }) => texts[key] === undefined);
    assert.deepEqual(
      missing.map(({ key, place }) => `${place}: ${key}`),
      [],
    );
  });

  test(`${name} has no text that nobody says`, () => {
    assert.deepEqual(
      Object.keys(texts).filter((key) => !keys.has(key)),
      [],
    );
  });

  test(`${name} has the values of each text, and what is to be typed as it is`, () => {
    for (const [key, text] of Object.entries(texts)) {
      assert.deepEqual(valuesOf(text), valuesOf(key), key);
      assert.notEqual(text, '', key);
      const quoted = [...key.matchAll(/`([^`]*)`/g)].flatMap(([word]) => (/\{\d/.test(word) ? [] : [word]));
      for (const word of quoted)
        assert.ok(mayDiffer.has(word) || text.includes(word), `${key}: ${word} in ${text}`);
    }
  });
}

/** Answers that a screen shows in words of the language. */
const mayDiffer = new Set(['`yes`', '`no`']);
