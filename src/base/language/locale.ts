type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the terminal takes UTF-8, as far as the locale says; one that says nothing is taken for it. */
export function isUtf8Locale(env: Environment): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return locale === '' || /utf-?8/i.test(locale);
}

/**
 * The languages that the environment asks for, the likeliest first, as gettext reads it: `ja_JP`, `ja`. None where
 * the terminal could not show them: English needs no more than ASCII.
 */
export function wantedLanguages(env: Environment): string[] {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  // The console of Linux has 512 signs at most.
  if (!isUtf8Locale(env) || env.TERM === 'linux' || /^(?:C|POSIX)?(?:\.|$)/.test(locale)) return [];
  return [...(env.LANGUAGE ?? '').split(':'), locale].flatMap(namesOf);
}

/** The language of a locale with its territory and without it: `pt_BR` and `pt` of `pt-BR` and `pt_BR.UTF-8`. */
export function namesOf(locale: string): string[] {
  const [, language, territory] = /^([a-z]{2,3})(?:[_-]([A-Z]{2}))?(?:[.@]|$)/.exec(locale) ?? [];
  if (language === undefined) return [];
  return territory === undefined ? [language] : [`${language}_${territory}`, language];
}
