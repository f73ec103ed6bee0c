import { type LocaleName, localeText, normalCharset, parseLocale } from '../fields/locale.js';
import { listEntries } from './list-entries.js';
import { localeText as localeList } from './locale-text.js';

/** A locale of glibc; its character set is always known. */
export type ListedLocale = LocaleName & { charset: string };

let all: readonly ListedLocale[] | null = null;

/** The locales that glibc supports, by name. Read when first asked for. */
export function listedLocales(): readonly ListedLocale[] {
  all ??= listEntries(localeList).flatMap(({ name, more }) => {
    const locale = parseLocale(name);
    return locale === null ? [] : [{ ...locale, charset: locale.charset ?? more }];
  });
  return all;
}

/** Names of those in UTF-8, as a spec has them: `sr_RS.UTF-8@latin`. */
export function unicodeLocales(): string[] {
  return [...new Set(listedLocales().filter(isUnicode).map(localeText))];
}

/** Whether glibc has a locale; without a character set, whether it has any of that name. */
export function isListedLocale({ language, territory, charset, modifier }: LocaleName): boolean {
  return listedLocales().some(
    (one) =>
      one.language === language &&
      one.territory === territory &&
      one.modifier === modifier &&
      (charset === null || normalCharset(one.charset) === normalCharset(charset)),
  );
}

function isUnicode({ charset }: ListedLocale): boolean {
  return normalCharset(charset) === 'utf8';
}
