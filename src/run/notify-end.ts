import type { Writable } from 'node:stream';
import { visibleText } from '../base/text/visible-text.js';
import { type NoticeWay, talentsOf } from './terminal-talents.js';

/** Variable of the environment by which somebody asks to be called at the end of each run; `--notify` sets it. */
export const notifyVariable = 'TMPFSROOT_NOTIFY';

const bell = '\x07';
const name = 'tmpfsroot-wizard';

const sequences: Readonly<Record<NoticeWay, (text: string) => string>> = {
  osc9: (text) => `\x1b]9;${name}: ${text}\x1b\\`,
  osc99: (text) => `\x1b]99;;${name}: ${text}\x1b\\`,
  osc777: (text) => `\x1b]777;notify;${name};${text}\x1b\\`,
};

/** Whether somebody asked to be called at the end of a run. */
export function wantsNotice(env: Readonly<Record<string, string | undefined>>): boolean {
  return !['', '0'].includes(env[notifyVariable] ?? '');
}

/**
 * Rings the bell of a terminal, and has it show a notification where it can.
 * @param isPlain no escape sequences: the bell alone
 */
export function notifyEnd(
  stream: Writable & { isTTY?: boolean },
  env: NodeJS.ProcessEnv,
  text: string,
  isPlain: boolean,
): void {
  if (stream.isTTY !== true) return;
  const { notifies } = talentsOf(env);
  // A semicolon ends the text where there are several.
  const shown = visibleText(text).replaceAll(';', ',');
  stream.write(notifies === null || isPlain ? bell : `${sequences[notifies](shown)}${bell}`);
}
