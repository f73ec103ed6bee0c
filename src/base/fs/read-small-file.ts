import { t } from '../language/texts.js';
import { formatBytes } from '../text/format.js';
import { openRegularFile, UnreadableFile } from './regular-file.js';

/** Bytes that a file may have which people write and this program reads whole. */
export const mostFileBytes = 16_000_000;

/**
 * Content of a file that a person, a server or another run may have put there: the only way in which the program reads
 * such a file whole. It counts while it reads, as a file may grow, and those of the kernel state no size.
 * @throws UnreadableFile for what is not a regular file or has more than `mostBytes`; otherwise the system's error.
 */
export async function readSmallFile(file: string | Buffer | URL, mostBytes = mostFileBytes): Promise<Buffer> {
  const { handle, stats } = await openRegularFile(file);
  try {
    if (stats.size > mostBytes) throw tooLarge(mostBytes);
    // One byte more shows that it has ended.
    let bytes = Buffer.allocUnsafe(Math.max(stats.size, 4095) + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) return bytes.subarray(0, length);
      length += bytesRead;
      if (length > mostBytes) throw tooLarge(mostBytes);
      if (length === bytes.length) bytes = Buffer.concat([bytes], 2 * length);
    }
  } finally {
    await handle.close();
  }
}

/** The same as text. */
export async function readSmallText(file: string | Buffer | URL, mostBytes = mostFileBytes): Promise<string> {
  return (await readSmallFile(file, mostBytes)).toString('utf8');
}

function tooLarge(mostBytes: number): UnreadableFile {
  return new UnreadableFile(t`It is larger than ${formatBytes(mostBytes)}.`, 'EFBIG');
}
