import { badInput } from './failure.js';
import type { PartitionSize } from './image-spec.js';

/** Sizes above are typing mistakes: one pebibyte, in MiB. */
export const largestMiB = 1024 ** 3;

/**
 * Reads a size as people write it: `8G`, `2.5 GiB`, `8192` and `8192M` (MiB, the seed's unit), `rest`.
 * All units are binary. Returns MiB.
 * @throws Failure (exit status 2) when it is no size, no whole number of MiB, or a decimal unit (`8GB`).
 */
export function parseSize(text: string): PartitionSize {
  const trimmed = text.trim();
  if (trimmed.toLowerCase() === 'rest') return 'rest';
  const match = /^(\d+(?:[.,]\d+)?)\s*([a-z]*)$/i.exec(trimmed);
  if (match === null) throw noSize(text);
  const number = match[1] as string;
  const unit = match[2] as string;
  if (number.includes(','))
    throw noSize(text, `Write a point for the decimals: \`${trimmed.replace(',', '.')}\`.`);
  if (/^[kmgt]b$/i.test(unit)) {
    throw noSize(text, `Sizes are in powers of two: write \`${number}${unit.charAt(0).toUpperCase()}\`.`);
  }
  const power = unitPower(unit);
  if (power === null) throw noSize(text);
  const mib = Number(number) * 2 ** power;
  if (!Number.isInteger(mib)) {
    throw badInput({
      what: `The size \`${text}\` is no whole number of MiB.`,
      remedy: `The next one is \`${Math.ceil(mib)}\` (MiB).`,
    });
  }
  if (mib > largestMiB) {
    throw badInput({
      what: `The size \`${text}\` is larger than any disk.`,
      remedy: 'A number without a unit is in MiB: `8192` is 8 GiB.',
    });
  }
  return mib;
}

/** A size for people: `2.5 GiB`, `200 MiB`; {@link parseSize} reads it back to the same number. */
export function formatMiB(mib: number): string {
  return mib >= 1024 && mib % 256 === 0 ? `${mib / 1024} GiB` : `${mib} MiB`;
}

/** A size as written in project files and flags: `2G`, `200M`, `rest`; {@link parseSize} reads it back. */
export function sizeText(size: PartitionSize): string {
  if (size === 'rest') return 'rest';
  return size > 0 && size % 1024 === 0 ? `${size / 1024}G` : size === 0 ? '0' : `${size}M`;
}

/** The unit as a power of two of one MiB, or null. */
function unitPower(unit: string): number | null {
  switch (unit.toLowerCase()) {
    case 'k':
    case 'kib':
      return -10;
    case '':
    case 'm':
    case 'mib':
      return 0;
    case 'g':
    case 'gib':
      return 10;
    case 't':
    case 'tib':
      return 20;
    default:
      return null;
  }
}

function noSize(text: string, remedy = 'Write `8G`, `2.5 GiB`, `8192` (MiB) or `rest`.') {
  return badInput({ what: `\`${text}\` is no size.`, remedy });
}
