import chalk, { type ChalkInstance } from 'chalk';
import type { PartTone, Tone } from '../view/lines.js';

/**
 * The terminal's own sixteen colours, which its owner has chosen to be readable on light and on dark, and never
 * black or white. What a colour says is said by a word or a sign too. Words are not dim, nor bright black: what a terminal
 * makes of the one is anything from nothing to less than half the contrast, and the other is the background of Solarized.
 */
const looks: Readonly<Record<Exclude<Tone, 'plain' | PartTone>, ChalkInstance>> = {
  faint: chalk.dim,
  ghost: chalk.italic,
  strong: chalk.bold,
  accent: chalk.cyan.bold,
  good: chalk.green,
  warn: chalk.yellow,
  bad: chalk.red.bold,
  focus: chalk.bold.inverse,
};

const parts: readonly ChalkInstance[] = [
  ...[chalk.magenta, chalk.green, chalk.cyan, chalk.yellow, chalk.red, chalk.blue],
  ...[chalk.magentaBright, chalk.greenBright],
];

/** The text in the look of its tone; as it is where the terminal has no colours. */
export function painted(text: string, tone: Tone): string {
  if (tone === 'plain') return text;
  const look = tone.startsWith('part')
    ? parts[Number(tone.slice('part'.length))]
    : looks[tone as Exclude<Tone, 'plain' | PartTone>];
  return look === undefined ? text : look(text);
}
