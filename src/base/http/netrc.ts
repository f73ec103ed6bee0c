import path from 'node:path';
import { badInput } from '../failure.js';
import { readText } from '../fs/read-text.js';
import { t } from '../language/texts.js';

/** User and password for a server. */
export interface Login {
  user: string;
  password: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * User and password for the server of a URL, from the file of curl, git and wget: ~/.netrc, or the one that NETRC
 * names. Its `default` is left out: a project would choose the servers that get it.
 * @throws Failure (exit status 2) where the file that NETRC names cannot be read.
 */
export async function loginFor(url: string, env: Environment = process.env): Promise<Login | null> {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return null;
  const text = await netrcText(env);
  if (text === null) return null;
  const host = new URL(url).hostname;
  return parseNetrc(text).find(({ machine }) => machine.toLowerCase() === host)?.login ?? null;
}

/** The value of the header `Authorization` (RFC 7617). */
export function basicAuthorization({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

async function netrcText({ NETRC, HOME }: Environment): Promise<string | null> {
  if (!NETRC) {
    // Of the usual file nobody has said that it is to be read.
    return HOME ? await readText(path.join(HOME, '.netrc'), '~/.netrc').catch(() => null) : null;
  }
  const text = await readText(NETRC, NETRC);
  if (text !== null) return text;
  throw badInput({
    what: t`There is no file \`${NETRC}\`.`,
    where: 'NETRC',
    remedy: t`Name a file of logins, or unset NETRC.`,
  });
}

interface NetrcEntry {
  machine: string;
  login: Login;
}

/** Entries with user and password, in order; the first of a machine counts. Words may stand in double quotes, as for curl. */
export function parseNetrc(text: string): NetrcEntry[] {
  const entries: { machine: string; user?: string; password?: string }[] = [];
  const words = wordsOf(text);
  for (let at = 0; at < words.length; at += 1) {
    const [word, value] = [words[at], words[at + 1]];
    const entry = entries.at(-1);
    if (word === 'default') entries.push({ machine: '' });
    if (value === undefined) continue;
    if (word === 'machine') entries.push({ machine: value });
    else if (word === 'login' && entry !== undefined) entry.user = value;
    else if (word === 'password' && entry !== undefined) entry.password = value;
    else if (word !== 'account') continue;
    at += 1;
  }
  return entries.flatMap(({ machine, user, password }) =>
    machine === '' || user === undefined || password === undefined
      ? []
      : [{ machine, login: { user, password } }],
  );
}

/** Without comments, and without macros, which end at a blank line. */
function wordsOf(text: string): string[] {
  const lines: string[] = [];
  let inMacro = false;
  for (const line of text.split(/\r?\n/)) {
    if (inMacro) inMacro = line.trim() !== '';
    else if (/^\s*macdef\b/.test(line)) inMacro = true;
    else if (!/^\s*#/.test(line)) lines.push(line);
  }
  return [...lines.join('\n').matchAll(/"((?:[^"\\]|\\.)*)"|\S+/g)].map(([word, quoted]) =>
    quoted === undefined ? word : quoted.replace(/\\(.)/g, '$1'),
  );
}
