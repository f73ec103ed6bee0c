import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { badInput, type Failure, stageFailed } from '../base/failure.js';
import { asPart } from '../base/failure-cause.js';
import { readSmallText } from '../base/fs/read-small-file.js';
import { unreadableReason } from '../base/fs/regular-file.js';
import { FetchError, fetchSmall } from '../base/http/fetch-small.js';
import { t, translated } from '../base/language/texts.js';
import { holdsSecret, secretRefusal } from '../base/secret-text.js';
import { keyFacts } from '../config/fields/key-facts.js';
import {
  type KeyHosts,
  type KeyPerson,
  keyHosts,
  personUrl,
  siteTitle,
} from '../config/fields/key-person.js';
import { explainSshKey, isAuthorizedKey } from '../config/fields/ssh-key.js';

/** Public keys that were found somewhere. */
export interface FoundKeys {
  /** Lines as authorized_keys has them. */
  keys: string[];
  /** What was left out, and why, a sentence each. */
  leftOut: string[];
}

/** A public key of the person at this machine. */
export interface OwnKey {
  /** Name of its file in ~/.ssh. */
  file: string;
  key: string;
}

/** Bytes of a file of public keys, and of a site's answer. */
const mostKeyBytes = 256_000;

/** The keys in ~/.ssh/*.pub; none where there is no such folder. Certificates are left out without a word. */
export async function readOwnKeys(home: string): Promise<{ keys: OwnKey[]; leftOut: string[] }> {
  const folder = path.join(home, '.ssh');
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => /(?<!-cert)\.pub$/.test(name))
    .sort();
  const keys: OwnKey[] = [];
  const leftOut: string[] = [];
  for (const file of names) {
    try {
      const found = keysOf(await readSmallText(path.join(folder, file), mostKeyBytes), file);
      keys.push(...found.keys.map((key) => ({ file, key })));
      leftOut.push(...found.leftOut);
    } catch (error) {
      leftOut.push(`${file}: ${unreadableReason(error)}`);
    }
  }
  return { keys, leftOut };
}

/**
 * The keys in a file of a person's own.
 * @param file As it was typed; `~/` is the person's home.
 * @throws Failure (exit status 2) for a file that cannot be read or has no key that can be used.
 */
export async function readKeyFile(
  file: string,
  { dir, home }: { dir: string; home: string },
): Promise<FoundKeys> {
  const place = file.startsWith('~/') ? path.join(home, file.slice(2)) : path.resolve(dir, file);
  const text = await readSmallText(place, mostKeyBytes).catch((error: unknown) => {
    throw badInput({
      what: t`The file \`${file}\` cannot be read: ${asPart(unreadableReason(error))}`,
      remedy: t`Name the file of a public key: \`~/.ssh/id_ed25519.pub\`.`,
    });
  });
  return usable(keysOf(text, file), t`The file \`${file}\``);
}

/**
 * The keys that a person shows at a site.
 * @throws Failure: 2 for a person that the site does not know, or who has no key; 1 when it cannot be reached.
 */
export async function fetchKeys(
  person: KeyPerson,
  { signal, hosts = keyHosts }: { signal: AbortSignal; hosts?: KeyHosts },
): Promise<FoundKeys> {
  const url = personUrl(person, hosts);
  const title = siteTitle(person);
  const text = await fetchSmall(url, { signal, mostBytes: mostKeyBytes }).catch((error: unknown) => {
    if (!(error instanceof FetchError)) throw error;
    throw failureOf(error, { url, title, name: person.name });
  });
  const found = keysOf(text.toString('utf8'), `${person.site}:${person.name}`);
  const commented = found.keys.map((key) =>
    keyFacts(key).comment !== '' ? key : `${key} ${person.name}@${new URL(url).hostname}`,
  );
  return usable({ ...found, keys: commented }, t`\`${person.name}\` at ${title}`);
}

function failureOf(
  { message, status }: FetchError,
  about: { url: string; title: string; name: string },
): Failure {
  const { url, title, name } = about;
  if (status === 404) {
    return badInput({
      what: t`${title} knows nobody called \`${name}\`.`,
      where: url,
      remedy: t`Check the name.`,
    });
  }
  return stageFailed({
    what: t`The keys of \`${name}\` cannot be read from ${title}.`,
    where: url,
    why: message,
    remedy: t`Try again, or paste the keys.`,
  });
}

/** The lines of a text that are keys. A private key is told of and not repeated. */
function keysOf(text: string, from: string): FoundKeys {
  if (holdsSecret(text)) return { keys: [], leftOut: [`${from}: ${translated(secretRefusal.message)}`] };
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys: string[] = [];
  const leftOut: string[] = [];
  for (const line of lines.filter((one) => one !== '' && !one.startsWith('#'))) {
    if (isAuthorizedKey(line)) keys.push(line);
    else leftOut.push(`${from}: ${explainSshKey(line)?.message ?? t`A line is not a public SSH key.`}`);
  }
  return { keys: [...new Set(keys)], leftOut: [...new Set(leftOut)] };
}

function usable(found: FoundKeys, whose: string): FoundKeys {
  if (found.keys.length > 0) return found;
  const [why] = found.leftOut;
  throw badInput({
    what: t`${whose} has no key that can be used.`,
    ...(why === undefined ? {} : { why }),
    remedy: t`Give a public key: the content of a file that ends in \`.pub\`.`,
  });
}
