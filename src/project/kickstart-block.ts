import type { ImageSpec } from '../spec/image-spec.js';
import { kickstartSettings } from './kickstart-settings.js';
import { starterKickstart } from './starter-files.js';

/** The kickstart file that holds the system settings. */
export const rootKickstartName = 'ks/ks.root.cfg';

const begin = '# BEGIN settings of tmpfsroot.json, kept by tmpfsroot-wizard';
const end = '# END settings of tmpfsroot.json';

/**
 * ks.root.cfg with the settings of a spec between two comments. All else in it is a person's own and stays, byte
 * for byte, whatever its encoding; so the block is in UTF-8 and the rest is not looked at.
 * @param before The file as it is, or null: there is none.
 */
export function editKickstart(before: Uint8Array | null, spec: ImageSpec): Buffer {
  const text = Buffer.from(before ?? Buffer.from(starterKickstart)).toString('latin1');
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const blockLines = [begin, ...kickstartSettings(spec), end];
  const block = Buffer.from(blockLines.map((line) => line + newline).join('')).toString('latin1');
  const [first, ...others] = settingsBlocks(lines);
  if (first === undefined) {
    const gap = text === '' ? '' : text.endsWith('\n') ? newline : newline + newline;
    return Buffer.from(text + gap + block, 'latin1');
  }
  const kept = lines.map((line, index) => {
    if (index === first.from) return block;
    return [first, ...others].some((one) => isWithin(one, index)) ? '' : line;
  });
  return Buffer.from(kept.join(''), 'latin1');
}

/** Lines, counted from 0, from a first marker to its last one. */
export interface SettingsBlock {
  from: number;
  to: number;
}

/** Where the markers stand. One without the other is a comment like any. */
export function settingsBlocks(lines: readonly string[]): SettingsBlock[] {
  const blocks: SettingsBlock[] = [];
  let from: number | null = null;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === begin) from = index;
    if (line.trim() !== end || from === null) continue;
    blocks.push({ from, to: index });
    from = null;
  }
  return blocks;
}

export function isWithin({ from, to }: SettingsBlock, index: number): boolean {
  return index >= from && index <= to;
}
