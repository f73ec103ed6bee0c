import { defaultSpec } from './defaults.js';
import { errorAt, type Finding, type Fix, warningAt } from './finding.js';
import { listFix } from './fix.js';
import type { ImageSpec } from './image-spec.js';
import { isBuiltIn, type LocaleName, likelyLocale, localeText, parseLocale } from './locale.js';

const path = 'system.languages';

/** What can be told of locales before there is an image: the rules of their names, and which languages there are. */
export function languageFindings({ system: { languages } }: ImageSpec): Finding[] {
  if (languages.length === 0) {
    const [language = 'en_US.UTF-8'] = defaultSpec().system.languages;
    return [
      errorAt(
        path,
        'No language is given.',
        `Give one: \`--language ${language}\`.`,
        listFix(path, [language]),
      ),
    ];
  }
  return languages.flatMap((name, index) => {
    const locale = parseLocale(name);
    if (locale === null) return [];
    const fixTo = (better: LocaleName): Fix => ({
      ...listFix(
        path,
        languages.map((other, at) => (at === index ? localeText(better) : other)),
      ),
      text: localeText(better),
    });
    return [...unknownLocale(locale, index, fixTo), ...unsaidCharset(locale, index, fixTo)];
  });
}

/** The image has the last word, when it is made: glibc may have a language that is not known here. */
function unknownLocale(locale: LocaleName, index: number, fixTo: (better: LocaleName) => Fix): Finding[] {
  const likely = likelyLocale(locale);
  if (likely === null) return [];
  const message = `The language or territory of \`${localeText(locale)}\` is not known here.`;
  if (likely === undefined) {
    const must = `The package \`glibc-langpack-${locale.language}\` must have it.`;
    return [warningAt(`${path}[${index}]`, message, must)];
  }
  const better = { ...likely, charset: likely.charset ?? 'UTF-8' };
  return [warningAt(`${path}[${index}]`, message, `Did you mean \`${localeText(better)}\`?`, fixTo(better))];
}

function unsaidCharset(locale: LocaleName, index: number, fixTo: (better: LocaleName) => Fix): Finding[] {
  if (locale.charset !== null || isBuiltIn(locale) || likelyLocale(locale) !== null) return [];
  const better = { ...locale, charset: 'UTF-8' };
  return [
    warningAt(
      `${path}[${index}]`,
      `\`${localeText(locale)}\` names no character set, and glibc takes an old one for it (ISO-8859-1 and the like) with most languages.`,
      `Write \`${localeText(better)}\`.`,
      fixTo(better),
    ),
  ];
}
