import { later, spokenTag, t } from '../../../base/language/texts.js';
import { withoutAccents } from '../../../base/text/accents.js';
import { isBuiltIn, type LocaleName, parseLocale } from '../../../config/fields/locale.js';
import { keymaps } from '../../../config/lists/keymaps.js';
import { unicodeLocales } from '../../../config/lists/locales.js';
import { type TimeZone, timeZones } from '../../../config/lists/time-zones.js';
import type { PickItem, PickList } from './pick-list.js';

/** Time zones, which are found by city and by country. */
export const timeZoneList = listOf(later`pick a time zone`, () =>
  timeZones().map((zone) => ({
    value: zone.name,
    about: aboutZone(zone),
    isOther: zone.otherNameOf !== null,
  })),
);

/** Keymaps of the console, with the keyboards that they are for. */
export const keymapList = listOf(later`pick a keymap`, () =>
  keymaps().map(({ name, description }) => ({ value: name, about: description })),
);

/** Locales in UTF-8, with their languages and territories. */
export const localeList: PickList = {
  ...listOf(later`pick a locale`, () =>
    unicodeLocales().map((name) => ({ value: name, about: aboutLocale(name) })),
  ),
  hasSeveral: true,
};

/** A list that is made when it is first opened. */
function listOf(hint: string, make: () => readonly PickItem[]): PickList {
  let made: { tag: string; items: readonly PickItem[] } | null = null;
  return {
    kind: 'list',
    hint,
    items() {
      const tag = spokenTag();
      if (made?.tag !== tag)
        made = { tag, items: make().map((item) => ({ ...item, about: shownLetters(item.about) })) };
      return made.items;
    },
  };
}

/** In English without accents, which no console without Unicode can show. */
function shownLetters(text: string): string {
  if (spokenTag() !== 'en') return text;
  return withoutAccents(text)
    .replaceAll('\u2019', "'")
    .replace(/[\u2010-\u2015]/g, '-');
}

function aboutZone({ countries, comment, otherNameOf }: TimeZone): string {
  if (otherNameOf !== null) return t`another name of ${otherNameOf}`;
  return [countries.map((code) => nameOf('region', code)).join(', '), comment]
    .filter((text) => text !== '')
    .join(': ');
}

function aboutLocale(name: string): string {
  const locale = parseLocale(name) as LocaleName;
  if (isBuiltIn(locale)) return t`no language: plain English, sorted by character codes`;
  const { language, territory, modifier } = locale;
  const place = territory === null ? '' : ` (${nameOf('region', territory)})`;
  return `${nameOf('language', language)}${place}${modifier === null ? '' : `, ${modifier}`}`;
}

const names = new Map<string, Intl.DisplayNames>();

/** The name, in the language of the person, of a language or a country; the code itself where Intl has none. */
function nameOf(type: 'language' | 'region', code: string): string {
  const key = `${spokenTag()} ${type}`;
  const known = names.get(key) ?? new Intl.DisplayNames(spokenTag(), { type, fallback: 'code' });
  names.set(key, known);
  return known.of(code) ?? code;
}
