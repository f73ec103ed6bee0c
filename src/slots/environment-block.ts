import { type BootState, fields, stateOf } from './boot-state.js';
import { type Copy, isSequence, type Sequence } from './copies.js';

/** Size in bytes of a block, and of the file that holds it. */
export const blockSize = 1024;

const signature = '# GRUB Environment Block\n';

/** Names in a block, in the order of their lines. */
export const blockNames: readonly string[] = ['seq', ...fields, 'seq2'];

/** Paths on the ESP of the two copies of the boot state; the first is where Fedora's programs look. */
export const copyPaths = ['EFI/fedora/grubenv', 'EFI/tfr/grubenv'] as const;

/**
 * What an empty ESP gets first, one file behind another: the copies between files that nobody reads. Flash memory that
 * loses its power while it writes a sector may lose what lies around it, and that must be no part of the boot loader
 * (src/device/dracut/90tmpfsroot/place-state.sh does the same on a device).
 */
export const guardedCopies: readonly string[] = [
  ...['EFI/tfr/guard0', copyPaths[0]],
  ...['EFI/tfr/guard1', copyPaths[1]],
  'EFI/tfr/guard2',
];

/** Bytes of a guard: as much as is lost at most. */
export const guardBytes = 65_536;

/**
 * A block as GRUB's `load_env` reads it and `save_env` takes it. All that is written lies in the first 512 bytes, so
 * that one sector holds it.
 */
export function formatBlock(seq: Sequence, state: BootState): string {
  const values: Readonly<Record<string, string>> = { seq, ...state, seq2: seq };
  const lines = blockNames.map((name) => `${name}=${values[name]}\n`).join('');
  return `${signature}${lines}`.padEnd(blockSize, '#');
}

/**
 * The copy of the boot state in a block; null when it is none: no signature, another number at its end than at its
 * beginning, or a value that is not one of ours.
 */
export function parseBlock(block: string): Copy {
  if (!block.startsWith(signature)) return null;
  const values = new Map<string, string>();
  for (const line of block.slice(signature.length).split('\n')) {
    const [, name, value] = /^([^#=][^=]*)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, value);
  }
  const seq = values.get('seq') ?? '';
  const state = stateOf(values);
  return isSequence(seq) && values.get('seq2') === seq && state !== null ? { seq, state } : null;
}

/** The blocks of a new installation, by their paths. */
export function firstBlocks(state: BootState): { path: string; content: string }[] {
  return [
    { path: copyPaths[0], content: formatBlock('1', state) },
    { path: copyPaths[1], content: formatBlock('0', state) },
  ];
}
