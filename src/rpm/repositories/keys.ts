import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { missingHere, stageFailed } from '../../base/failure.js';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { readSmallFile } from '../../base/fs/read-small-file.js';
import { FetchError, fetchSmall } from '../../base/http/fetch-small.js';
import { t } from '../../base/language/texts.js';
import type { KnownKey } from '../../config/releases/releases.js';
import type { TaskContext } from '../../engine/progress.js';
import type { Project } from '../../project/folder/project.js';
import type { Lock } from '../lock/lock.js';
import { revokedKey } from './key-verdict.js';
import { withoutRevokedSubkeys } from './openpgp-key.js';
import { type KeyFile, mostKeyBytes } from './own-key.js';
import { rememberedKeys } from './remembered-keys.js';
import { projectRepositories, type Repository } from './repositories.js';

/**
 * Writes the public keys that a lock names as armoured files into `folder`, and returns their paths. Subkeys that are
 * revoked are left out, so that no rpm believes them.
 * @param cacheDir where keys that had to be fetched are kept; without it they are fetched each time
 * @throws Failure with exit status 3 when the key of a Fedora release cannot be had.
 */
export async function exportKeys(
  lock: Pick<Lock, 'repositories'>,
  project: Project,
  ctx: TaskContext,
  folder: string,
  cacheDir: string | null = null,
): Promise<string[]> {
  const ids = new Set(lock.repositories.map(({ id }) => id));
  const repositories = (await projectRepositories(project, cacheDir)).filter(({ id }) => ids.has(id));
  const files = new Map<string, string>();
  for (const repository of repositories) {
    for (const keyFile of await keyFiles(repository, cacheDir, ctx)) {
      const content = await withoutRevokedSubkeys(keyFile.content, keyFile.keys);
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
 * The public keys of a repository. One that is only known by its fingerprint is looked for on this machine, then in the
 * cache folder, then fetched; it is believed only with the fingerprint that this program ships.
 * @throws Failure as {@link findKey} does
 */
export async function keyFiles(
  repository: Pick<Repository, 'keys'>,
  cacheDir: string | null,
  ctx: TaskContext,
): Promise<readonly KeyFile[]> {
  const source = repository.keys;
  return source.from === 'spec' ? source.files : [await findKey(source.key, cacheDir, ctx)];
}

/**
 * A key that is pinned by its fingerprint: from this machine, the cache folder, or its URL.
 * @throws Failure with exit status 3 when it cannot be had, 1 when its owner has revoked it.
 */
export async function findKey(key: KnownKey, cacheDir: string | null, ctx: TaskContext): Promise<KeyFile> {
  const cached = cacheDir === null ? [] : [path.join(cacheDir, 'keys', `${key.fingerprint}.asc`)];
  for (const file of [...key.files, ...cached]) {
    const content = await readSmallFile(file, mostKeyBytes).catch(() => null);
    const found = content === null ? null : await asKeyFile(content, key, cacheDir);
    if (found !== null) return notRevoked(found, key, file);
  }
  const content = await fetchKey(key, ctx);
  for (const file of cached) await atomicWriteFile(file, content);
  return notRevoked({ content, keys: await rememberedKeys(content, cacheDir) }, key, key.url);
}

/** A key file that holds this very key and nothing beside it; null: it is another. */
export async function asKeyFile(
  content: Uint8Array,
  { fingerprint }: Pick<KnownKey, 'fingerprint'>,
  cacheDir: string | null = null,
): Promise<KeyFile | null> {
  const keys = await rememberedKeys(content, cacheDir).catch(() => []);
  const isIt = keys.length > 0 && keys.every((found) => found.fingerprint === fingerprint);
  return isIt ? { content, keys } : null;
}

function notRevoked(file: KeyFile, { owner }: KnownKey, where: string): KeyFile {
  const why = revokedKey(file.keys);
  if (why === null) return file;
  throw stageFailed({
    what: t`The public key of ${owner} is revoked.`,
    where,
    why,
    remedy: t`Use a newer version of tmpfsroot-wizard, or name the new key in \`repositories[].keys\`.`,
  });
}

async function fetchKey(key: KnownKey, { signal }: TaskContext): Promise<Uint8Array> {
  const { url, fingerprint, owner, files } = key;
  let why: string;
  try {
    const content = await fetchSmall(url, { signal, mostBytes: mostKeyBytes });
    if ((await asKeyFile(content, key)) !== null) return content;
    why = t`The server sent another key.`;
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    why = error.message;
  }
  throw missingHere({
    what: t`The public key of ${owner} (${fingerprint}) is not on this machine.`,
    where: url,
    why,
    remedy:
      files.length > 0
        ? t`Install the package distribution-gpg-keys, or put the key into a file and name it in \`repositories[].keys\`.`
        : t`Put the key into a file and name it in \`repositories[].keys\`.`,
  });
}
