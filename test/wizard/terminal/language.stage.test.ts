import { describe, it } from 'node:test';
import { openWizard } from './open-wizard.js';

const japanese = '新しいイメージ';
const english = 'New image';

describe('the language of a wizard in a terminal', () => {
  for (const [what, env, args, seen] of [
    ['a Japanese locale', { LANG: 'ja_JP.UTF-8' }, [], japanese],
    ['a Japanese locale in another character set', { LANG: 'ja_JP.eucJP' }, [], english],
    ['a locale whose language nobody has translated', { LANG: 'de_DE.UTF-8' }, [], english],
    ['--lang in an English locale', { LANG: 'en_US.UTF-8' }, ['--lang', 'ja'], japanese],
    ['the variable in an English locale', { LANG: 'en_US.UTF-8', TMPFSROOT_LANG: 'ja' }, [], japanese],
    ['--lang in a Japanese locale', { LANG: 'ja_JP.UTF-8' }, ['--lang=en'], english],
    ['plain lines in a Japanese locale', { LANG: 'ja_JP.UTF-8' }, ['--plain'], japanese],
  ] as const) {
    it(`${what}: ${seen}`, async (t) => {
      const terminal = openWizard(t, { env, args });
      await terminal.until(seen);
    });
  }

  it('a language that is not there is refused, and nothing is drawn', async (t) => {
    const terminal = openWizard(t, { args: ['--lang', 'tlh'] });
    await terminal.until('There is no translation `tlh`.');
    await terminal.until('Possible: en, ja.');
  });
});
