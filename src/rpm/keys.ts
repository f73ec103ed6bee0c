import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { httpFetch, networkReason, statusReason } from '../engine/http-fetch.js';
import type { Workplace } from '../engine/progress.js';
import { atomicWriteFile } from '../project/atomic-write.js';
import type { Project } from '../project/project.js';
import { Failure, missingHere } from '../spec/failure.js';
import type { KnownKey } from '../spec/releases.js';
import type { Lock } from './lock.js';
import { readOpenPgpKeys } from './openpgp-key.js';
import { projectRepositories, type Repository } from './repositories.js';

/**
 * Writes the public keys that a lock names as armoured files into `folder`, and returns their paths.
 * @param cacheDir where keys that had to be fetched are kept; without it they are fetched each time
 * @throws Failure with exit status 3 when the key of a Fedora release cannot be had.
 */
export async function exportKeys(
  lock: Pick<Lock, 'repositories'>,
  project: Project,
  place: Workplace,
  folder: string,
  cacheDir: string | null = null,
): Promise<string[]> {
  const ids = new Set(lock.repositories.map(({ id }) => id));
  const repositories = (await projectRepositories(project)).filter(({ id }) => ids.has(id));
  const files = new Map<string, string>();
  for (const repository of repositories) {
    for (const content of await keyContents(repository, cacheDir, place)) {
      const text = Buffer.from(content).toString('latin1');
      if (files.has(text)) continue;
      const file = path.join(folder, `key-${files.size}.asc`);
      await writeFile(file, content);
      files.set(text, file);
    }
  }
  return [...files.values()];
}

/**
 * The armoured public keys of a repository. One that is only known by its fingerprint is looked for on this machine,
 * then in the cache folder, then fetched; it is believed only with the fingerprint that this program ships.
 */
async function keyContents(
  repository: Repository,
  cacheDir: string | null,
  place: Workplace,
): Promise<readonly Uint8Array[]> {
  return repository.keys.from === 'spec'
    ? repository.keys.contents
    : [await findKey(repository.keys.key, cacheDir, place)];
}

/**
 * A key that is pinned by its fingerprint: from this machine, the cache folder, or its URL.
 * @throws Failure with exit status 3 when it cannot be had.
 */
export async function findKey(key: KnownKey, cacheDir: string | null, place: Workplace): Promise<Uint8Array> {
  const cached = cacheDir === null ? [] : [path.join(cacheDir, 'keys', `${key.fingerprint}.asc`)];
  for (const file of [...key.files, ...cached]) {
    const content = await readFile(file).catch(() => null);
    if (content !== null && isKeyOf(content, key)) return content;
  }
  const content = await fetchKey(key, place);
  for (const file of cached) await atomicWriteFile(file, content);
  return content;
}

/** Whether a key file holds this very key and nothing beside it. */
export function isKeyOf(content: Uint8Array, { fingerprint }: Pick<KnownKey, 'fingerprint'>): boolean {
  try {
    return readOpenPgpKeys(content).every((found) => found.fingerprint === fingerprint);
  } catch {
    return false;
  }
}

async function fetchKey(key: KnownKey, { signal }: Workplace): Promise<Uint8Array> {
  const { url, fingerprint, owner, files } = key;
  let why: string;
  try {
    const response = await httpFetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(20_000)]) });
    const content = new Uint8Array(await response.arrayBuffer());
    if (response.ok && isKeyOf(content, key)) return content;
    why = response.ok ? 'What came is another key.' : statusReason(response);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    why = networkReason(error);
  }
  const byPackage = files.length > 0 ? 'Install the package distribution-gpg-keys, or put' : 'Put';
  throw missingHere({
    what: `The public key of ${owner} (${fingerprint}) is not on this machine.`,
    where: url,
    why,
    remedy: `${byPackage} the key into a file and name it in \`repositories[].keys\`.`,
  });
}
