import { keymapText } from './keymap-text.js';
import { listEntries } from './list-entries.js';

/** A keymap of the console for the keyboard of a PC. */
export interface Keymap {
  name: string;
  /** What keyboard it is for, or how its keys are arranged. */
  description: string;
}

let all: readonly Keymap[] | null = null;

/** Keymaps as `localectl list-keymaps` shows them on Fedora, by name. Read when first asked for. */
export function keymaps(): readonly Keymap[] {
  all ??= listEntries(keymapText).map(({ name, more }) => ({
    name,
    description: more.replace(/^\((.*)\)$/, '$1'),
  }));
  return all;
}

export function isKeymap(name: string): boolean {
  // The default needs no list.
  return name === 'us' || keymaps().some((keymap) => keymap.name === name);
}
