import { Failure } from '../../base/failure.js';
import { nearest } from '../../base/nearest.js';
import { parseSize } from './sizes.js';

/**
 * The valid size that a person most likely meant: `10G` for `10gg`, `5 GiB` for `5 gig`, `1.5G` for `1,5G`.
 * Null for a size that is valid already, and where nothing is near.
 */
export function suggestSize(text: string): string | null {
  if (isSize(text)) return null;
  const trimmed = text.trim();
  const match = /^[-+]?([\d.,' _]*\d)[.,]?(\s*)(\p{L}[\p{L}\s]*|)$/u.exec(trimmed);
  if (match === null) return nearest(trimmed, ['rest'], 1)[0] ?? null;
  const number = plainNumber(match[1] as string);
  const unit = unitOf(match[3] as string);
  if (unit === null) return null;
  if (unit === 'B') return usable(`${Math.ceil(Number(number) / 1024 ** 2)}M`);
  return usable(unit === '' ? number : match[2] === '' ? `${number}${unit}` : `${number} ${unit}iB`);
}

/** `1,5` is 1.5, `1,024` and `10 000` are grouped by threes, `.5` lacks its zero. */
function plainNumber(digits: string): string {
  const joined = digits.replace(/[' _]/g, '');
  if (/^[1-9]\d{0,2}(,\d{3})+$/.test(joined)) return joined.replaceAll(',', '');
  const [whole = '', ...parts] = joined.split(/[.,]+/);
  const decimals = parts.join('');
  return decimals === '' ? whole : `${whole === '' ? '0' : whole}.${decimals}`;
}

/** `K`, `M`, `G`, `T`, `B` for bytes, empty for none; null for letters that stand for no unit. */
function unitOf(letters: string): string | null {
  const first = letters.trim().charAt(0).toUpperCase();
  return first === '' || 'KMGTB'.includes(first) ? first : null;
}

/** The text, or the next whole number of MiB; null where that is not a valid size either. */
function usable(text: string): string | null {
  if (isSize(text)) return text;
  const next = /`(\d+)` \(MiB\)/.exec(remedyFor(text))?.[1];
  return next === undefined ? null : `${next}M`;
}

function isSize(text: string): boolean {
  return remedyFor(text) === '';
}

function remedyFor(text: string): string {
  try {
    parseSize(text);
    return '';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.facts.remedy ?? '';
  }
}
