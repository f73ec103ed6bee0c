import type { LogBytes } from '../../src/powercut/log/write-log.js';

/** A request of a made log. */
export type MadeEntry =
  | { write: number; content: Buffer; fua?: true; flush?: true }
  | { discard: number; sectors: number }
  | { mark: string }
  | 'flush';

/** The bytes of a log as QEMU's blklogwrites writes it. */
export function logBytes(entries: readonly MadeEntry[], count = entries.length): Buffer {
  const begin = Buffer.alloc(512);
  begin.writeBigUInt64LE(0x6a736677736872n, 0);
  begin.writeBigUInt64LE(1n, 8);
  begin.writeBigUInt64LE(BigInt(count), 16);
  begin.writeUInt32LE(512, 24);
  return Buffer.concat([begin, ...entries.flatMap(entryBytes)]);
}

function entryBytes(entry: MadeEntry): Buffer[] {
  if (entry === 'flush') return [header(0, 0, 1)];
  if ('mark' in entry) {
    const bytes = header(0, 0, 8);
    bytes.writeBigUInt64LE(BigInt(Buffer.byteLength(entry.mark)), 24);
    bytes.write(entry.mark, 32);
    return [bytes];
  }
  if ('discard' in entry) return [header(entry.discard, entry.sectors, 4)];
  const { write, content, fua, flush } = entry;
  return [header(write, content.length / 512, (fua ? 2 : 0) | (flush ? 1 : 0)), content];
}

function header(sector: number, sectors: number, flags: number): Buffer {
  const bytes = Buffer.alloc(512);
  bytes.writeBigUInt64LE(BigInt(sector), 0);
  bytes.writeBigUInt64LE(BigInt(sectors), 8);
  bytes.writeBigUInt64LE(BigInt(flags), 16);
  return bytes;
}

/** Bytes as a log that can be read. */
export function readMadeLog(content: Buffer): LogBytes {
  return {
    file: 'made.log',
    bytes: content.length,
    readBytes: (offset, length) => Buffer.concat([content.subarray(offset, offset + length)], length),
  };
}
