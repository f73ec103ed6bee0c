import { createHash } from 'node:crypto';
import { withoutTrailing } from '../../base/text/ends.js';
import { sshKeyPattern } from './ssh-key.js';

/** What people know a public key by. */
export interface KeyFacts {
  /** `ssh-ed25519`. */
  type: string;
  /** As `ssh-keygen -l` prints it: `SHA256:` and the digest in base64. */
  fingerprint: string;
  /** Empty where it has none. */
  comment: string;
}

/** The facts of a line of authorized_keys that is a key. */
export function keyFacts(line: string): KeyFacts {
  const [, , type = '', blob = ''] = sshKeyPattern.exec(line) ?? [];
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
  const comment = line.slice(line.indexOf(`${type} ${blob}`) + `${type} ${blob}`.length);
  return { type, fingerprint: `SHA256:${withoutTrailing(digest, '=')}`, comment: comment.trim() };
}
