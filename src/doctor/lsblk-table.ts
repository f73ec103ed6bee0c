/**
 * A device of the table that lsblk prints when it is asked for no columns, in the form of its JSON. A size there is
 * rounded to a tenth of its unit: the smallest one that is printed so counts.
 */
export interface TableDevice {
  name: string;
  /** Bytes; 0 for a reader without a card. */
  size: number;
  type: string;
}

const units = 'BKMGTPE';
/** Columns that lsblk chooses by itself; versions differ in those behind them. */
const usual = 'NAME MAJ:MIN RM SIZE RO TYPE';

/** Whether a text has the head of such a table, or of one with other columns. */
export function isLsblkTable(text: string): boolean {
  return rowsOf(text).some(isHead);
}

/** The devices of the table in a text; null where it has other columns than those that lsblk chooses by itself. */
export function readLsblkTable(text: string): TableDevice[] | null {
  const rows = rowsOf(text);
  const head = rows.findIndex(isHead);
  if (!`${rows[head]?.join(' ')} `.startsWith(`${usual} `)) return null;
  return rows.slice(head + 1).flatMap(([name = '', number = '', , size = '', , type = '']) => {
    const [, amount = '', unit = ''] = /^(\d{1,9}(?:[.,]\d{1,3})?)([BKMGTPE])$/.exec(size) ?? [];
    if (!/^\d+:\d+$/.test(number) || unit === '') return [];
    const least = Math.max(0, Number(amount.replace(',', '.')) - 0.05);
    // The tree is drawn before the name: `├─sda1`, or `|-sda1`.
    return [{ name: name.replace(/^-/, ''), size: Math.floor(least * 1024 ** units.indexOf(unit)), type }];
  });
}

function rowsOf(text: string): string[][] {
  return text.split(/\r\n|\r|\n/).map((line) =>
    line
      .replace(/[│├└─|`]/g, ' ')
      .trim()
      .split(/\s+/),
  );
}

function isHead(words: readonly string[]): boolean {
  return words[0] === 'NAME' && words.includes('SIZE');
}
