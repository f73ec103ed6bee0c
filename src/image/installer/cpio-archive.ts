import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';

export interface CpioEntry {
  /** Relative to where the archive is unpacked: `tfr/install.conf`. */
  name: string;
  kind: 'folder' | 'file';
  /** Bytes; 0 for a folder. */
  size: number;
}

/** The kernel wants each header and each content at a multiple of so many bytes (initramfs buffer format). */
const alignment = 4;
/** The size of a file is written with eight hex digits. */
const largestFile = 0xffffffff;

/**
 * Writes `folder` and all that is in it, under its own name, as an uncompressed cpio archive in the format that the
 * kernel unpacks into its initramfs (`newc`). Owners, modes, times and inode numbers are fixed, so that the same
 * content gives the same bytes.
 * @param onBytes told of the bytes of content that were written since the last call
 * @throws Failure (exit status 1) for a file that is too large for the format.
 */
export async function writeCpioArchive(
  folder: string,
  archive: string,
  { signal, onBytes }: { signal: AbortSignal; onBytes?: (bytes: number) => void },
): Promise<void> {
  const parent = path.dirname(folder);
  const entries = await entriesBelow(parent, path.basename(folder));
  async function* bytes() {
    for (const [index, entry] of entries.entries()) {
      yield cpioHeader(entry, index + 1);
      if (entry.kind === 'folder') continue;
      for await (const chunk of createReadStream(path.join(parent, entry.name), {
        highWaterMark: 1 << 20,
      })) {
        onBytes?.((chunk as Buffer).length);
        yield chunk as Buffer;
      }
      yield Buffer.alloc(padding(entry.size));
    }
    yield cpioHeader({ name: 'TRAILER!!!', kind: 'file', size: 0 }, 0);
  }
  await pipeline(Readable.from(bytes(), { objectMode: false }), createWriteStream(archive), { signal });
}

/** Header, name and what fills them up, of one member of an archive. */
export function cpioHeader({ name, kind, size }: CpioEntry, inode: number): Buffer {
  if (size > largestFile) {
    throw stageFailed({
      what: t`\`${name}\` has ${size} bytes; a network installer cannot hold a file of 4 GiB or more.`,
      remedy: t`Leave something out of the image, or install it from the ISO: --output iso`,
    });
  }
  const nameBytes = Buffer.from(`${name}\0`);
  const isFolder = kind === 'folder';
  const fields = [
    ...[inode, isFolder ? 0o40755 : 0o100644, 0, 0, isFolder ? 2 : 1, 0, size],
    // Device and special device: none. The last one is a checksum that this format does not have.
    ...[0, 0, 0, 0, nameBytes.length, 0],
  ];
  const header = Buffer.from(
    `070701${fields.map((field) => field.toString(16).padStart(8, '0').toUpperCase()).join('')}`,
  );
  return Buffer.concat([header, nameBytes, Buffer.alloc(padding(header.length + nameBytes.length))]);
}

function padding(bytes: number): number {
  return (alignment - (bytes % alignment)) % alignment;
}

/** Folders before what is in them, in the order of their names. */
async function entriesBelow(parent: string, name: string): Promise<CpioEntry[]> {
  const file = path.join(parent, name);
  const facts = await stat(file);
  if (!facts.isDirectory()) return [{ name, kind: 'file', size: facts.size }];
  const names = (await readdir(file)).sort();
  const inner = await Promise.all(names.map((one) => entriesBelow(parent, `${name}/${one}`)));
  return [{ name, kind: 'folder', size: 0 }, ...inner.flat()];
}
