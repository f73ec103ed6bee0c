import { isUtf8Locale } from '../../../base/language/locale.js';

/** Signs that say what colour says too. */
export interface Symbols {
  pointer: string;
  done: string;
  now: string;
  open: string;
  error: string;
  warning: string;
  on: string;
  off: string;
  kept: string;
  /** In the image because something needs it. */
  brought: string;
  /** Kept out of the image. */
  out: string;
  left: string;
  right: string;
  bar: string;
  rule: string;
  /** What stands for the signs of our sentences that the terminal has not; each takes one column too. */
  inTexts: Readonly<Record<string, string>>;
}

const unicode: Symbols = {
  ...{ pointer: '❯', done: '✔', now: '●', open: '○', error: '✖', warning: '▲', on: '◉', off: '○' },
  ...{ kept: '◆', brought: '◇', out: '⊘', left: '‹', right: '›', bar: '█', rule: '─' },
  inTexts: {},
};

const ascii: Symbols = {
  ...{ pointer: '>', done: 'v', now: '*', open: '.', error: 'x', warning: '!', on: 'x', off: '-' },
  ...{ kept: '#', brought: '+', out: '~', left: '<', right: '>', bar: '#', rule: '-' },
  inTexts: { '…': '~', '·': '|', '→': '>', '←': '<', '↑': '^', '↓': 'v' },
};

/** The signs that a terminal can show: the Linux console and other than UTF-8 locales have few. */
export function symbolsFor(env: Readonly<Record<string, string | undefined>>): Symbols {
  return isUtf8Locale(env) && env.TERM !== 'linux' && env.TERM !== 'dumb' ? unicode : ascii;
}

/** A text of ours with signs that the terminal has. */
export function withSigns(text: string, { inTexts }: Symbols): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : text.replace(/[…·→←↑↓]/g, (sign) => inTexts[sign] ?? sign);
}
