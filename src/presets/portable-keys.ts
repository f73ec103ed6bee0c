import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImageSpec } from '../spec/image-spec.js';

const armour = '-----BEGIN PGP PUBLIC KEY BLOCK-----';
/** What stands between the blocks may be anything, a private key too. */
const publicBlocks = /-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*?-----END PGP PUBLIC KEY BLOCK-----/g;

/**
 * The spec with the text of its repositories' keys instead of their files, so that it means the same in
 * another folder and on another machine. A key that is no armoured text is named by its whole path.
 * @param dir The project's folder, from which paths of key files count.
 */
export async function withKeyTexts(spec: ImageSpec, dir: string): Promise<ImageSpec> {
  if (spec.repositories === null) return spec;
  const repositories = await Promise.all(
    spec.repositories.map(async (repository) => ({
      ...repository,
      keys: await Promise.all(repository.keys.map((key) => keyText(key, dir))),
    })),
  );
  return { ...spec, repositories };
}

async function keyText(key: string, dir: string): Promise<string> {
  if (key.startsWith(armour)) return key;
  const file = path.resolve(dir, key);
  const text = await readFile(file, 'latin1').catch(() => '');
  const blocks = text.match(publicBlocks);
  return blocks === null ? file : `${blocks.join('\n')}\n`;
}
