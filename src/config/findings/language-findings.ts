import { errorAt, type Finding, type Fix, mostFindings, warningAt } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { nearest } from '../../base/nearest.js';
import { defaultValue, plainBase } from '../defaults.js';
import { isBuiltIn, type LocaleName, likelyLocale, localeText, parseLocale } from '../fields/locale.js';
import { fieldAt } from '../fields/spec-fields.js';
import type { ImageSpec } from '../image-spec.js';
import { isListedLocale, unicodeLocales } from '../lists/locales.js';
import { listFix } from './fix.js';

const path = 'system.languages';

/** What can be told of locales before there is an image: the rules of their names, and which languages there are. */
export function languageFindings({ system: { languages } }: ImageSpec): Finding[] {
  const usual = defaultValue(fieldAt(path), plainBase) as string[];
  if (languages.length === 0) {
    const [language = 'en_US.UTF-8'] = usual;
    return [
      errorAt(
        path,
        t`No language is given.`,
        t`Give one: \`--language ${language}\`.`,
        listFix(path, [language]),
      ),
    ];
  }
  const findings: Finding[] = [];
  for (const [index, name] of languages.entries()) {
    const locale = parseLocale(name);
    // The default is known without the names of all languages, which the wizard's first frame need not wait for; each
    // finding has the list of all.
    if (locale === null || usual.includes(name) || findings.length > mostFindings) continue;
    const fixTo = (better: LocaleName): Fix => ({
      ...listFix(
        path,
        languages.map((other, at) => (at === index ? localeText(better) : other)),
      ),
      text: localeText(better),
    });
    findings.push(
      ...unknownLocale(locale, index, fixTo),
      ...unlistedLocale(locale, index, fixTo),
      ...unsaidCharset(locale, index, fixTo),
    );
  }
  return findings;
}

/** The image has the last word, when it is made: glibc may have a language that is not known here. */
function unknownLocale(locale: LocaleName, index: number, fixTo: (better: LocaleName) => Fix): Finding[] {
  const likely = likelyLocale(locale);
  if (likely === null) return [];
  const message = t`The language or territory of \`${localeText(locale)}\` is not known here.`;
  if (likely === undefined) {
    const must = t`The package \`glibc-langpack-${locale.language}\` must have it.`;
    return [warningAt(`${path}[${index}]`, message, must)];
  }
  const better = { ...likely, charset: likely.charset ?? 'UTF-8' };
  return [warningAt(`${path}[${index}]`, message, t`Did you mean \`${localeText(better)}\`?`, fixTo(better))];
}

/** Of a language and a territory that there are, but not together, or not in that character set. */
function unlistedLocale(locale: LocaleName, index: number, fixTo: (better: LocaleName) => Fix): Finding[] {
  if (isBuiltIn(locale) || likelyLocale(locale) !== null || isListedLocale(locale)) return [];
  const same = unicodeLocales().filter((name) => parseLocale(name)?.language === locale.language);
  const [near] = nearest(localeText({ ...locale, charset: 'UTF-8' }), same, 1);
  const better = near === undefined ? null : parseLocale(near);
  return [
    warningAt(
      `${path}[${index}]`,
      t`glibc has no locale \`${localeText(locale)}\`.`,
      better === null
        ? t`The package \`glibc-langpack-${locale.language}\` must have it.`
        : t`Did you mean \`${localeText(better)}\`?`,
      better === null ? undefined : fixTo(better),
    ),
  ];
}

function unsaidCharset(locale: LocaleName, index: number, fixTo: (better: LocaleName) => Fix): Finding[] {
  if (locale.charset !== null || isBuiltIn(locale) || likelyLocale(locale) !== null) return [];
  if (!isListedLocale(locale)) return [];
  const better = { ...locale, charset: 'UTF-8' };
  return [
    warningAt(
      `${path}[${index}]`,
      t`\`${localeText(locale)}\` names no character set, and glibc takes an old one for it (ISO-8859-1 and the like) with most languages.`,
      t`Write \`${localeText(better)}\`.`,
      fixTo(better),
    ),
  ];
}
