/** The parts of a locale's name: `sr_RS.UTF-8@latin`. */
export interface LocaleName {
  /** `sr`, or `C` and `POSIX`, which are in every glibc. */
  language: string;
  territory: string | null;
  charset: string | null;
  modifier: string | null;
}

/** Languages that glibc has without a territory. */
const withoutTerritory = ['eo', 'syr', 'tok'];

/** Names that glibc can read. */
export const localePattern = new RegExp(
  `^(?:(?:C|POSIX)(?:\\.[Uu][Tt][Ff]-?8)?|(?:${withoutTerritory.join('|')}|[a-z]{2,3}_[A-Z]{2})(?:\\.[A-Za-z0-9-]+)?(?:@[a-z]+)?)$`,
);

/** Null for what is not a name of a locale. */
export function parseLocale(name: string): LocaleName | null {
  if (!localePattern.test(name)) return null;
  const [, language = '', territory, charset, modifier] =
    /^([A-Za-z]+)(?:_([A-Z]{2}))?(?:\.([^@]+))?(?:@(.+))?$/.exec(name) ?? [];
  return {
    language,
    territory: territory ?? null,
    charset: charset ?? null,
    modifier: modifier ?? null,
  };
}

export function localeText({ language, territory, charset, modifier }: LocaleName): string {
  return [
    language,
    territory === null ? '' : `_${territory}`,
    charset === null ? '' : `.${charset}`,
    modifier === null ? '' : `@${modifier}`,
  ].join('');
}

/** Whether every glibc has it, without a package of its own. */
export function isBuiltIn({ language }: LocaleName): boolean {
  return ['C', 'POSIX'].includes(language);
}

/** The package of Fedora that brings a locale, besides glibc-all-langpacks, which brings all; null where none is needed. */
export function langpackOf(name: string): string | null {
  const locale = parseLocale(name);
  return locale === null || isBuiltIn(locale) ? null : `glibc-langpack-${locale.language}`;
}

/** `UTF-8` and `utf8` are one (glibc's _nl_normalize_codeset). */
export function normalCharset(charset: string): string {
  const plain = charset.toLowerCase().replace(/[^a-z0-9]/g, '');
  return /^[0-9]+$/.test(plain) ? `iso${plain}` : plain;
}

/** The locale that is most likely meant by one that names no language or territory; null where all is known. */
export function likelyLocale(locale: LocaleName): LocaleName | null | undefined {
  if (isBuiltIn(locale) || glibcOnly.includes(locale.language)) return null;
  const { language, territory } = canonical(locale);
  const isKnown = language === locale.language && territory === locale.territory;
  if (isKnown && isLanguage(language) && (territory === null || isTerritory(territory))) return null;
  if (!isLanguage(language)) return undefined;
  const usual = usualTerritory(language);
  const better = territory !== null && isTerritory(territory) ? territory : usual;
  return better === null ? undefined : { ...locale, language, territory: better };
}

/** The territory that most people who speak a language live in, or null. */
export function usualTerritory(language: string): string | null {
  if (!isLanguage(language)) return null;
  return new Intl.Locale(language).maximize().region ?? null;
}

/** Languages of glibc that Intl has no name for. */
const glibcOnly = 'agr ayc ber bhb hne miq mjw mnw nhn shs the unm yuw'.split(' ');

/** `eng` is `en`, and `UK` is `GB`. Languages of glibc that have another name in Intl (`tl`, `iw`) stay as they are. */
function canonical({ language, territory }: LocaleName): { language: string; territory: string | null } {
  const standard = new Intl.Locale(territory === null ? language : `${language}-${territory}`);
  const isShorter = language.length === 3 && standard.language.length === 2;
  return {
    language: isShorter ? standard.language : language,
    territory: territory === null ? null : (standard.region ?? territory),
  };
}

function isLanguage(code: string): boolean {
  return hasName('language', code);
}

function isTerritory(code: string): boolean {
  return hasName('region', code);
}

const names: { language?: Intl.DisplayNames; region?: Intl.DisplayNames } = {};

/** The names are loaded when they are first asked for, once: the first time takes over 10 ms. */
function hasName(type: 'language' | 'region', code: string): boolean {
  names[type] ??= new Intl.DisplayNames('en', { type, fallback: 'none' });
  return names[type].of(code) !== undefined;
}
