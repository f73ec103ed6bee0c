import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { badInput } from '../../base/failure.js';
import { type SectorReader, sectorBytes } from './sectors.js';

/**
 * A file that is too large for memory, read where it is wanted: a raw disk image, or a write log. Reads do not wait for
 * anything: millions of small ones are made, and each by a promise would take longer than what is checked.
 */
export class SectorFile implements SectorReader {
  readonly bytes: number;
  readonly sectors: number;
  readonly #handle: number;

  /** @throws Failure with exit status 2 when it is not a file that can be read. */
  constructor(readonly file: string) {
    try {
      this.#handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch {
      throw badInput({ what: `\`${file}\` cannot be read.`, where: file });
    }
    const stats = fstatSync(this.#handle);
    if (!stats.isFile()) {
      closeSync(this.#handle);
      throw badInput({ what: `\`${file}\` is not a file.`, where: file });
    }
    this.bytes = stats.size;
    this.sectors = Math.ceil(stats.size / sectorBytes);
  }

  read(sector: number, count: number): Buffer {
    return this.readBytes(sector * sectorBytes, count * sectorBytes);
  }

  /** Content from a byte on; zero behind the end. */
  readBytes(offset: number, length: number): Buffer {
    const content = Buffer.alloc(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#handle, content, done, length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    return content;
  }

  close(): void {
    closeSync(this.#handle);
  }
}
