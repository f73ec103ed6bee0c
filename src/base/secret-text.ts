import { later, t } from './language/texts.js';
/*
 * What decides that a text is a secret: a private key in any of its forms, or a part of one. Such a text is dropped
 * where it comes in; it reaches no state, file, log or message.
 */

import { hideCredentials } from './url-credentials.js';

/**
 * What only private keys hold: the armour of OpenSSH, PEM, SSH2 and OpenPGP, the heads of PuTTY's files, age, and the
 * first bytes of an OpenSSH key.
 */
const marks =
  /PRIVATE\s+KEY|PuTTY-User-Key-File-|Private-Lines:|Private-MAC:|AGE-SECRET-KEY-|b3BlbnNzaC1rZXktdjE/;

/** Texts with long base64 that everybody may read, and what may look like it: public keys, crypt(5) hashes, URLs. */
const harmless = [
  /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?(?:-----END \1-----|$)/g,
  /\bAAAA[A-Za-z0-9+/=]+(?:\s+[A-Za-z0-9+/=]{40,})*/g,
  /\$[0-9a-z]+\$\S*/g,
  /\b[a-z]+:\/\/\S+/g,
];

/** A line of a key: armour has 64 or 70 digits of base64 in each. A digest in hexadecimal digits has one case only. */
const keyMaterial =
  /(?<![A-Za-z0-9+/])(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])(?=[A-Za-z+/]*[0-9])[A-Za-z0-9+/]{60,}/;

/** Whether a text is, or holds, a private key or a line of one. */
export function holdsSecret(text: string): boolean {
  if (marks.test(text)) return true;
  return keyMaterial.test(harmless.reduce((rest, pattern) => rest.replace(pattern, ' '), text));
}

/** What a person is told of a text that was dropped. Nothing of it is repeated. */
export const secretRefusal = {
  message: later`This is a private key, or looks like a part of one (it is not shown here). A private key must not leave its owner.`,
  remedy: later`Give the public key: the content of the file that ends in \`.pub\`.`,
} as const;

/** A value in backquotes as messages have it; a secret is told of, not shown, and a password in a URL left out. */
export function quotedUnlessSecret(text: string): string {
  return holdsSecret(text)
    ? t`\`...\` (not shown, as it may be a private key)`
    : `\`${hideCredentials(text)}\``;
}

const headerLine = /^[A-Z][A-Za-z0-9-]*: ?\S/;
const base64Line = /^[A-Za-z0-9+/=]+$/;
const lastLine = /END\b.*PRIVATE KEY|^Private-MAC:/;

type Place = 'outside' | 'header' | 'body' | 'last';

/** Tells line by line which of them belong to a private key: of its last line of base64 alone nobody could. */
export class SecretLines {
  #place: Place = 'outside';

  /** Whether the next line may belong to a key that has begun. */
  get isInside(): boolean {
    return this.#place !== 'outside';
  }

  /** Whether the next line belongs to a private key. */
  takes(line: string): boolean {
    const next = placeOf(line.trim(), this.#place);
    this.#place = next ?? 'outside';
    return next !== null;
  }
}

/** Where in a key a line leaves the reader, or null: it is not a line of a key. */
function placeOf(line: string, before: Place): Place | null {
  if (lastLine.test(line)) return 'outside';
  if (holdsSecret(line)) return marks.test(line) ? 'header' : 'body';
  if (before === 'outside') return null;
  // Armour may have a blank line behind its headers; another one is an answer of Enter alone.
  if (line === '') return before === 'header' ? 'body' : 'outside';
  if (headerLine.test(line)) return 'header';
  // OpenPGP has a checksum behind the last line.
  if (!base64Line.test(line) || (before === 'last' && !line.startsWith('='))) return null;
  return line.length < 40 ? 'last' : 'body';
}
