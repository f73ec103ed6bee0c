/**
 * What is remembered between two starts of a device: by which slot it starts, and what became of the starts before.
 * Slot A is `0` and slot B is `1`, as in menus of GRUB. Every field has few values, so that a script which can only
 * compare strings can follow it; any other value is none of ours.
 */
export const domains = {
  /** The slot that is started. */
  saved_entry: ['0', '1'],
  /** Slot A: `1` whole, `0` being written, `2` found damaged or failing. */
  ok0: ['0', '1', '2'],
  /** The same of slot B. */
  ok1: ['0', '1', '2'],
  /** The slot that an update wants tried, or that was asked for once. */
  trial: ['', '0', '1'],
  /** Trials that are left. */
  tries: ['0', '1', '2', '3'],
  /** Starts in a row that were begun and not committed. */
  fails: ['0', '1', '2', '3'],
  /** What grub2-reboot(8) asks for. */
  next_entry: ['', '0', '1'],
  /** The slot that was seen to fail, and has not been committed since: power cuts are counted as well, not seen. */
  failed: ['', '0', '1'],
} as const;

export type Field = keyof typeof domains;
export type BootState = { readonly [F in Field]: (typeof domains)[F][number] };
export type Slot = '0' | '1';

export const fields = Object.keys(domains) as Field[];

/** What a new installation starts with: both slots are whole. */
export const firstState: BootState = {
  ...{ saved_entry: '0', ok0: '1', ok1: '1', trial: '', tries: '0', fails: '0', next_entry: '', failed: '' },
};

export function otherSlot(slot: Slot): Slot {
  return slot === '0' ? '1' : '0';
}

/** The field that says whether a slot is whole. */
export function okOf(slot: Slot): 'ok0' | 'ok1' {
  return slot === '0' ? 'ok0' : 'ok1';
}

/**
 * The state that names and values say; null when any value is none of ours: it must not stand for another. A request
 * of grub2-reboot(8) for a menu entry that does not exist asks for nothing.
 */
export function stateOf(values: ReadonlyMap<string, string>): BootState | null {
  const state: Partial<Record<Field, string>> = {};
  for (const field of fields) {
    const value = values.get(field) ?? '';
    if ((domains[field] as readonly string[]).includes(value)) state[field] = value;
    else if (field === 'next_entry') state[field] = '';
    else return null;
  }
  return state as BootState;
}
