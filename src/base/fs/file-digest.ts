import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { pathBytes } from '../text/path-text.js';
import { joined, readFolder } from './folder-entries.js';
import { openRegularFile } from './regular-file.js';

/** One file, folder or link of a tree, and a digest that changes with its content, kind or permissions. */
export interface FileDigest {
  /** Relative to the tree, with `/`. */
  path: string;
  digest: string;
}

/** SHA-256 of a file, hex. */
export async function sha256OfFile(
  file: string | Buffer,
  onBytes?: (bytes: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  const { handle } = await openRegularFile(file);
  await pipeline(handle.createReadStream({ highWaterMark: 1 << 20 }), async (source) => {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      hash.update(chunk);
      onBytes?.(chunk.length);
    }
  });
  return hash.digest('hex');
}

/**
 * Digests of everything below a folder, each folder before what is in it; nothing for a folder that does not exist.
 * Devices, pipes and sockets have none: no project that holds one is built.
 * @throws Failure (exit status 2) when a folder cannot be read.
 */
export async function digestTree(dir: string): Promise<FileDigest[]> {
  const digests: FileDigest[] = [];
  for (const { path, kind, mode, target } of await readFolder(dir)) {
    const bits = mode.toString(8);
    if (kind === 'folder') digests.push({ path, digest: `folder ${bits}` });
    else if (kind === 'link') digests.push({ path, digest: `link ${target}` });
    else if (kind === 'file') {
      const file = joined(pathBytes(dir), pathBytes(path));
      digests.push({ path, digest: `file ${bits} ${await sha256OfFile(file)}` });
    }
  }
  return digests;
}
