import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { badInput } from '../failure.js';
import { packageFile } from '../fs/package-file.js';
import { namesOf, wantedLanguages } from './locale.js';
import { type Language, speak } from './texts.js';

/** Environment variable that names the language of this program alone. */
export const languageVariable = 'TMPFSROOT_LANG';

const english = 'en';

/**
 * Speaks the language that was given, or else the first that the environment asks for and that there is; else English.
 * @param given `ja` or `ja_JP`, as `--lang` has it, or null
 * @throws Failure where it was given and there is no such translation
 */
export function chooseLanguage(given: string | null, env: NodeJS.ProcessEnv): void {
  const chosen = given === null ? ofEnvironment(env) : firstOf(namesOf(given));
  if (chosen === undefined) {
    throw badInput({
      what: `There is no translation \`${given}\`.`,
      where: '--lang',
      remedy: `Possible: ${[english, ...translations()].join(', ')}.`,
    });
  }
  speak(chosen === english ? null : readLanguage(chosen));
}

function ofEnvironment(env: NodeJS.ProcessEnv): string {
  const own = firstOf(namesOf(env[languageVariable] ?? ''));
  return own ?? firstOf(wantedLanguages(env)) ?? english;
}

function firstOf(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const known = [english, ...translations()];
  return names.find((name) => known.includes(name));
}

/** Where a language is a file. */
export const translationsFolder = 'src/base/language/translations';

/** Languages of the files in {@link translationsFolder}, but for English, which stands in the source. */
export function translations(): string[] {
  return readdirSync(packageFile(translationsFolder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => path.basename(file, '.json'))
    .sort();
}

/** The language of a file in {@link translationsFolder}: an object with the translation of each English text. */
export function readLanguage(name: string): Language {
  const file = packageFile(`${translationsFolder}/${name}.json`);
  const texts = new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>));
  return { tag: name.replace('_', '-'), textOf: (text) => texts.get(text) };
}
