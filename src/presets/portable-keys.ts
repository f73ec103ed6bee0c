import path from 'node:path';
import { readSmallFile } from '../base/fs/read-small-file.js';
import type { ImageSpec } from '../config/image-spec.js';

const armour = '-----BEGIN PGP PUBLIC KEY BLOCK-----';
const armourEnd = '-----END PGP PUBLIC KEY BLOCK-----';

/**
 * The spec with the text of its repositories' keys instead of their files, so that it means the same in
 * another folder and on another machine. A key that is not armoured text is named by its whole path.
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
  const bytes = await readSmallFile(file).catch(() => null);
  const blocks = bytes === null ? [] : publicBlocks(bytes.toString('latin1'));
  return blocks.length === 0 ? file : `${blocks.join('\n')}\n`;
}

/** What stands between the blocks may be anything, a private key too. */
function publicBlocks(text: string): string[] {
  const blocks: string[] = [];
  for (let from = text.indexOf(armour); from >= 0; ) {
    const end = text.indexOf(armourEnd, from);
    if (end < 0) break;
    blocks.push(text.slice(from, end + armourEnd.length));
    from = text.indexOf(armour, end);
  }
  return blocks;
}
