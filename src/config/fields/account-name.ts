import { t } from '../../base/language/texts.js';
/**
 * Names that useradd and groupadd of Fedora take (shadow-utils, chkname.c: letters, digits, `_`, `.`, `-`, and `$` at
 * the end, not digits alone) and that utmp and groupadd hold (32 bytes).
 */
export const accountNamePattern = /^(?=.{1,32}$)(?![0-9]+$)(?!\.{1,2}$)[A-Za-z0-9_.][A-Za-z0-9_.-]*\$?$/;

/** Accounts that the package `setup` of Fedora brings into every image. */
const users = 'root bin daemon adm lp sync shutdown halt mail operator games ftp nobody';
/** Its groups, of which useradd would make another for an account of that name. */
const groups =
  'root bin daemon sys adm tty disk lp mem kmem wheel cdrom mail man dialout floppy games tape video ftp lock audio users nobody';

/** What of every image has this name already, or null. */
export function takenName(name: string): 'user' | 'group' | null {
  if (users.split(' ').includes(name)) return 'user';
  return groups.split(' ').includes(name) ? 'group' : null;
}

/** A better message for what is not a name of an account, or null. */
export function explainAccountName(value: unknown): { message: string; remedy: string } | null {
  if (typeof value !== 'string') return null;
  if (/^[0-9]+$/.test(value)) {
    return {
      message: t`\`${value}\` would be taken for the number of an account.`,
      remedy: t`Begin it with a letter: \`u${value.slice(0, 31)}\`.`,
    };
  }
  if (/^[A-Za-z0-9_.-]{33,}$/.test(value)) {
    return {
      message: t`\`${value}\` has ${value.length} characters, and names of accounts 32 at most.`,
      remedy: t`Write for example \`${value.slice(0, 32)}\`.`,
    };
  }
  return null;
}
