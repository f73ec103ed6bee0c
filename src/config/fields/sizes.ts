import { badInput } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';

/** MiB, or all that the others leave of the disk. */
export type PartitionSize = number | 'rest';

/** Sizes above are typing mistakes: one pebibyte, in MiB. */
export const largestMiB = 1024 ** 3;

/**
 * Reads a size as people write it: `8G`, `2.5 GiB`, `8192` and `8192M` (MiB, the seed's unit), `rest`.
 * All units are binary. Returns MiB.
 * @throws Failure (exit status 2) when it is not a valid size, no whole number of MiB, or a decimal unit (`8GB`).
 */
export function parseSize(text: string): PartitionSize {
  const trimmed = text.trim();
  if (trimmed.toLowerCase() === 'rest') return 'rest';
  const match = /^(\d+(?:[.,]\d+)?)\s*([a-z]*)$/i.exec(trimmed);
  if (match === null) throw noSize(text);
  const number = match[1] as string;
  const unit = match[2] as string;
  if (number.includes(','))
    throw noSize(text, t`Write a point for the decimals: \`${trimmed.replace(',', '.')}\`.`);
  if (/^[kmgt]b$/i.test(unit)) {
    throw noSize(text, t`Sizes are in powers of two: write \`${number}${unit.charAt(0).toUpperCase()}\`.`);
  }
  const power = unitPower(unit);
  if (power === null) throw noSize(text);
  const mib = Number(number) * 2 ** power;
  if (!Number.isInteger(mib)) {
    throw badInput({
      what: t`The size \`${text}\` is not a whole number of MiB.`,
      remedy: t`The next one is \`${Math.ceil(mib)}\` (MiB).`,
    });
  }
  if (mib > largestMiB) {
    throw badInput({
      what: t`The size \`${text}\` is larger than any disk.`,
      remedy: t`A number without a unit is in MiB: \`8192\` is 8 GiB.`,
    });
  }
  return mib;
}

/** A size in which `rest` means nothing, MiB. */
export function wholeMiB(size: number | string): number {
  return parseSize(String(size)) as number;
}

/** A size for people: `2.5 GiB`, `200 MiB`; `20.4 GiB` is a rounded one. */
export function formatMiB(mib: number): string {
  if (mib < 1024) return `${mib} MiB`;
  return isExact(mib) ? `${mib / 1024} GiB` : `${(mib / 1024).toFixed(1)} GiB`;
}

/** A size that is taken as it stands there: as {@link formatMiB} where nothing is rounded, else `20882M`. */
export function exactSize(mib: number): string {
  return mib < 1024 || isExact(mib) ? formatMiB(mib) : sizeText(mib);
}

function isExact(mib: number): boolean {
  return mib % 256 === 0;
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

/** How sizes are written. */
export function sizeForms(): string {
  return t`Write \`8G\`, \`2.5 GiB\`, \`8192\` (MiB) or \`rest\`.`;
}

/** The same where nothing can have the rest. */
export function plainSizeForms(): string {
  return t`Write \`8G\`, \`2.5 GiB\` or \`8192\` (MiB).`;
}

function noSize(text: string, remedy = sizeForms()) {
  return badInput({
    what: text.trim() === '' ? t`No size is given.` : t`\`${text}\` is not a valid size.`,
    remedy,
  });
}
