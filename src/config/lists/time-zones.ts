import { listEntries } from './list-entries.js';
import { timeZoneText } from './time-zone-text.js';

/** A time zone that Fedora has a file of. */
export interface TimeZone {
  name: string;
  /** ISO 3166 codes of the countries that have it; none of zones like `UTC`. */
  countries: readonly string[];
  /** Which part of a country has it, in the words of tzdata; empty where it needs none. */
  comment: string;
  /** The zone that this is another name of, or null. */
  otherNameOf: string | null;
}

let zones: readonly TimeZone[] | null = null;

/** All time zones by name: UTC, those of countries, then the others and other names. Read when first asked for. */
export function timeZones(): readonly TimeZone[] {
  zones ??= listEntries(timeZoneText)
    .map(({ name, more }): TimeZone => {
      const isOther = more.startsWith('>');
      const [codes = '', ...comment] = isOther ? [] : more.split(' ');
      return {
        name,
        countries: codes === '' ? [] : codes.split(','),
        comment: comment.join(' '),
        otherNameOf: isOther ? more.slice(1) : null,
      };
    })
    .sort((a, b) => placeOf(a) - placeOf(b));
  return zones;
}

/** Whether Fedora has it; its files have each name with and without leap seconds, too. */
export function isTimeZone(name: string): boolean {
  // The default needs no list.
  if (name === 'UTC') return true;
  const bare = name.replace(/^(?:posix|right)\//, '');
  return timeZones().some((zone) => zone.name === bare);
}

function placeOf({ name, countries, otherNameOf }: TimeZone): number {
  if (name === 'UTC') return 0;
  if (countries.length > 0) return 1;
  return otherNameOf === null ? 2 : 3;
}
