import type { PartTone, Tone } from '../view/lines.js';

/** How a tone looks; what is not given is the terminal's own. */
export interface Look {
  color?: string;
  bold?: boolean;
  dimColor?: boolean;
  inverse?: boolean;
}

/**
 * The terminal's own sixteen colours, which its owner has chosen to be readable on light and on dark, and never
 * black or white. What a colour says is said by a word or a sign too.
 */
const looks: Readonly<Record<Exclude<Tone, PartTone>, Look>> = {
  plain: {},
  dim: { dimColor: true },
  strong: { bold: true },
  accent: { color: 'cyan', bold: true },
  good: { color: 'green' },
  warn: { color: 'yellow' },
  bad: { color: 'red', bold: true },
  focus: { bold: true, inverse: true },
};

const partColours = [
  'magenta',
  'green',
  'cyan',
  'yellow',
  'red',
  'blue',
  'magentaBright',
  'greenBright',
] as const;

export function lookOf(tone: Tone): Look {
  if (!tone.startsWith('part')) return looks[tone as Exclude<Tone, PartTone>];
  return { color: partColours[Number(tone.slice(4))] as string };
}
