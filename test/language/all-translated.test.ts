import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { speak } from '../../src/base/language/texts.js';
import { fieldsOf } from '../../src/wizard/model/screen-findings.js';
import { steps } from '../../src/wizard/model/state.js';
import { packageSets } from '../../src/wizard/packages/sets.js';
import { Driver, knownPackages, newSpec } from '../wizard/driver.js';
import { emptyFolder, talkTo } from '../wizard/plain/conversation.js';
import { scenes, wrongSpec } from '../wizard/scenes.js';
import { pseudo } from './pseudo.js';
import { textsOfSource } from './texts-of-source.js';

/** Texts of one word: a name of something may be the same. */
const texts = new Set(textsOfSource().flatMap(({ key }) => (/^[A-Za-z]+$/.test(key) ? [key] : [])));
const names = new Set(packageSets.flatMap(({ packages }) => packages));
/** What the tests' specs and disks are called, and values that are the same in every language. */
const values = new Set(['root', 'update', 'auto', 'log', 'disabled', 'kiosk', 'robot', 'sda', 'sdb']);

/** Texts of the source, and words one behind another that are no names of packages, in the letters of the source. */
function leftInEnglish(screen: string): string[] {
  const ours = screen.replace(/About \S+/g, '');
  const words = [...ours.matchAll(/(?<![\w./'"@:-])[A-Za-z]+(?![\w/'"@-])/g)].map(([word]) => word);
  const sentences = ours.match(/(?<![\w./-])[A-Za-z]{2,}(?: [a-z]{2,})+/g) ?? [];
  return [
    ...words.filter((word) => texts.has(word) && !values.has(word) && !names.has(word)),
    ...sentences.filter(
      (sentence) => !sentence.split(' ').some((word) => names.has(word) || values.has(word)),
    ),
  ];
}

test('a text that nobody asked for stands out', () => {
  assert.deepEqual(leftInEnglish('❯ Ｍａｉｎ ｄｉｓｋ  sda  4 GiB left over · none'), [
    'none',
    'GiB left over',
  ]);
});

/** These show what their tests make up, a command, or names that the system has in English. */
const foreign =
  /command|failed|^done|log|long|doctor$|typing|time zones|keymaps|locales|own keys|disks to write|own preset/;

describe('in letters that nothing else has', () => {
  before(() => speak(pseudo));
  after(() => speak(null));

  for (const [name, scene] of scenes) {
    if (foreign.test(name)) continue;
    test(`all of it is translated: ${name}`, () => {
      const shown = scene({ columns: 160, rows: 70 }).screen();
      assert.deepEqual(leftInEnglish(shown), [], shown);
    });
  }

  for (const screen of steps.filter((step) => !['packages', 'review'].includes(step))) {
    test(`all that is said of each field of ${screen} is translated, right and wrong`, () => {
      for (const spec of [wrongSpec(), newSpec()]) {
        const driver = new Driver({ packages: knownPackages(), columns: 160, rows: 90 }).load(spec, screen);
        const rows = Math.max(1, fieldsOf(driver.state).length);
        for (let row = 0; row < rows; row += 1) {
          assert.deepEqual(leftInEnglish(driver.screen()), [], driver.screen());
          driver.press('f1');
          assert.deepEqual(leftInEnglish(driver.screen()), [], driver.screen());
          driver.press('escape', 'down');
        }
      }
    });
  }

  test('all that plain mode asks and explains is translated', async () => {
    const explained = new Set<string>();
    const { text, state } = await talkTo(emptyFolder(), (prompt, { screen }) => {
      if (!explained.has(prompt)) {
        explained.add(prompt);
        return '?';
      }
      return screen === 'start' ? '1' : screen === 'review' ? null : '';
    });
    assert.equal(state.screen, 'review');
    const said = text.split('\n').filter((line) => !/NAME|\/WORD|^ {2}\w+: /.test(line));
    // Answers are the same in each language.
    const left = leftInEnglish(said.join('\n')).filter((word) => !['yes', 'no'].includes(word));
    assert.deepEqual(left, [], text);
  });
});
