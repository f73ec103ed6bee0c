import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { later, t, translated } from '../language/texts.js';

/** What lies there cannot be read to its end: a FIFO, a device, a folder, a file that is too large. */
export class UnreadableFile extends Error {
  /** @param message a sentence that begins with "It" */
  constructor(
    message: string,
    readonly code: 'EISDIR' | 'ENOTFILE' | 'EFBIG',
  ) {
    super(message);
  }
}

// A FIFO without a writer is not waited for, and a terminal does not become ours. libuv adds O_CLOEXEC.
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * Opens a file that somebody else has put there, for reading. The thread that waits in open(2) for the writer of a
 * FIFO would keep the whole process from ending, so this asks what it is after opening, without waiting.
 * @throws UnreadableFile for anything but a regular file; otherwise the system's error.
 */
export async function openRegularFile(
  file: string | Buffer | URL,
): Promise<{ handle: FileHandle; stats: Stats }> {
  const handle = await open(file, flags);
  try {
    const stats = await handle.stat();
    if (stats.isFile()) return { handle, stats };
    if (stats.isDirectory()) throw new UnreadableFile(t`It is a folder.`, 'EISDIR');
    const what = stats.isFIFO() ? t`It is a FIFO, not a file.` : t`It is a device, not a file.`;
    throw new UnreadableFile(what, 'ENOTFILE');
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: later`You may not read it.`,
  EISDIR: later`It is a folder.`,
  ELOOP: later`It is a symbolic link that leads to itself.`,
  ENOENT: later`It does not exist.`,
  ENOTDIR: later`A part of its path is not a folder.`,
  // open(2) of a socket, with O_NONBLOCK also of a device without a driver.
  ENXIO: later`It is a socket or a device, not a file.`,
};

/** Why a file could not be read, as a sentence. */
export function unreadableReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof UnreadableFile) return message;
  const known = reasons[code ?? ''];
  return known === undefined ? `${message}.` : translated(known);
}
