import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { badInput } from '../spec/failure.js';

/** One file, folder or link of a tree, and a digest that changes with its content, kind or permissions. */
export interface FileDigest {
  /** Relative to the tree, with `/`. */
  path: string;
  digest: string;
}

/** SHA-256 of a file, hex. */
export async function sha256OfFile(file: string, onBytes?: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), async (source) => {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      hash.update(chunk);
      onBytes?.(chunk.length);
    }
  });
  return hash.digest('hex');
}

/**
 * Digests of everything below a folder, sorted by path; nothing for a folder that does not exist.
 * @throws Failure (exit status 2) for devices, pipes and sockets, which no project holds on purpose.
 */
export async function digestTree(dir: string): Promise<FileDigest[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const digests: FileDigest[] = [];
  for (const name of names.sort()) {
    const file = path.join(dir, name);
    const facts = await lstat(file);
    const mode = (facts.mode & 0o7777).toString(8);
    if (facts.isDirectory()) {
      digests.push({ path: name, digest: `folder ${mode}` });
      for (const inner of await digestTree(file)) digests.push({ ...inner, path: `${name}/${inner.path}` });
    } else if (facts.isSymbolicLink()) {
      digests.push({ path: name, digest: `link ${await readlink(file)}` });
    } else if (facts.isFile()) {
      digests.push({ path: name, digest: `file ${mode} ${await sha256OfFile(file)}` });
    } else {
      throw badInput({
        what: 'It is neither a file, nor a folder, nor a link.',
        where: file,
        remedy: 'Remove it; devices and sockets are made by the system itself.',
      });
    }
  }
  return digests;
}
