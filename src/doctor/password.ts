import { badInput, stageFailed } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import type { Engine } from '../engine/engine.js';

/** What openssl takes; of a longer one it hashes the beginning alone. */
const mostBytes = 256;

/**
 * The SHA-512 crypt hash of a password, with a random salt: what a spec holds instead of it. The password reaches
 * openssl by its standard input, so that it is in no list of processes and in no log.
 * @throws Failure: 2 for a password that nobody could log in with, 3 when openssl is missing, 130 when interrupted.
 */
export async function hashPassword(engine: Engine, password: string, signal: AbortSignal): Promise<string> {
  const problem = problemOf(password);
  if (problem !== null) throw badInput({ what: problem, remedy: t`Choose another one.` });
  const { stdout } = await engine.run({
    program: 'openssl',
    args: ['passwd', '-6', '-stdin'],
    purpose: t`hashing the password`,
    input: `${password}\n`,
    capture: true,
    signal,
  });
  const hash = stdout.trim();
  if (!/^\$6\$[./A-Za-z0-9]{8,16}\$[./A-Za-z0-9]{86}$/.test(hash)) {
    throw stageFailed({ what: t`\`openssl passwd -6\` did not print a SHA-512 crypt hash.` });
  }
  return hash;
}

function problemOf(password: string): string | null {
  if (password === '') return t`The password is empty.`;
  if (/[\r\n\0]/.test(password)) return t`The password holds a line break, which no login could take.`;
  if (Buffer.byteLength(password) > mostBytes) return t`The password is longer than ${mostBytes} bytes.`;
  return null;
}
