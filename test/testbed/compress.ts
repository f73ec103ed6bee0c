import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.js';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/**
 * Compresses the metadata of a repository with zstd instead of gzip, as Fedora does from 43 on. Debian's
 * createrepo_c cannot; what repomd.xml says of the files inside stays true.
 */
export async function compressWithZstd(repository: string): Promise<void> {
  const repomd = join(repository, 'repodata/repomd.xml');
  let text = readFileSync(repomd, 'utf8');
  for (const [, type = '', block = ''] of text.matchAll(/<data type="([^"]+)">(.*?)<\/data>/gs)) {
    const location = /href="([^"]+)\.gz"/.exec(block)?.[1];
    if (location === undefined) throw new Error(`${repomd}: ${type} is not compressed with gzip`);
    const [, digest = '', tail = ''] = /([0-9a-f]{64})-([^/]+)$/.exec(location) ?? [];
    const plain = join(repository, location);
    await run('gzip', ['-d', `${plain}.gz`]);
    const packed = join(repository, 'repodata', tail);
    await run('zstd', ['-q', '-10', plain, '-o', packed]);
    const bytes = readFileSync(packed);
    const name = `repodata/${sha256(bytes)}-${tail}.zst`;
    writeFileSync(join(repository, name), bytes);
    for (const file of [plain, packed]) rmSync(file);
    const told = block
      .replace(`${location}.gz`, name)
      .replace(`<checksum type="sha256">${digest}<`, `<checksum type="sha256">${sha256(bytes)}<`)
      .replace(/<size>\d+</, `<size>${bytes.length}<`);
    text = text.replace(block, told);
  }
  writeFileSync(repomd, text);
}
