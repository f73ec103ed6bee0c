import path from 'node:path';
import { badInput } from '../../base/failure.js';
import { readSmallFile } from '../../base/fs/read-small-file.js';
import { unreadableReason } from '../../base/fs/regular-file.js';
import { t, translated } from '../../base/language/texts.js';
import { revokedKey } from './key-verdict.js';
import { type OpenPgpKey, plainArmour } from './openpgp-key.js';
import { rememberedKeys } from './remembered-keys.js';

/** Bytes that a file with public keys may have; one key with many signatures has some 100 kB. */
export const mostKeyBytes = 1_000_000;

/** A key file, and what is in it. */
export interface KeyFile {
  /** Armoured. */
  content: Uint8Array;
  keys: OpenPgpKey[];
}

/** A public key that a project names. */
export interface OwnKey {
  /** A file, relative to the project's folder, or the armoured text itself. */
  key: string;
  /** The field that names it. */
  where: string;
  /** What to do about one that cannot be read, and about one that its owner has revoked: sentences, marked by `later`. */
  remedies: { unreadable: string; revoked: string };
}

/**
 * Reads a public key that a project names.
 * @param dir the project's folder
 * @param cacheDir where what was read of it is remembered; null: nowhere
 * @throws Failure with exit status 2: a file that is missing, that is not a public key, or whose key is revoked
 */
export async function readOwnKey(
  dir: string,
  { key, where, remedies }: OwnKey,
  cacheDir: string | null,
): Promise<KeyFile> {
  const isText = key.includes('-----BEGIN PGP');
  const shown = isText ? t`The text` : `\`${key}\``;
  const content = plainArmour(isText ? Buffer.from(key) : await readKeyFile(path.resolve(dir, key)));
  const keys = await rememberedKeys(content, cacheDir).catch((error: Error) => {
    throw badInput({
      what: t`${shown} is not a public key that rpm can use.`,
      where,
      why: error.message,
      remedy: t`Export the key with \`gpg --armor --export KEYID\`.`,
    });
  });
  const why = revokedKey(keys);
  if (why === null) return { content, keys };
  throw badInput({
    what: t`${shown} has a key that is revoked.`,
    where,
    why,
    remedy: translated(remedies.revoked),
  });

  async function readKeyFile(file: string): Promise<Uint8Array> {
    return await readSmallFile(file, mostKeyBytes).catch((error) => {
      throw badInput({
        what: t`The key file \`${key}\` cannot be read.`,
        where,
        why: `\`${file}\`: ${unreadableReason(error)}`,
        remedy: translated(remedies.unreadable),
      });
    });
  }
}
