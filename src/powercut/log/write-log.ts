import { badInput, type Failure } from '../../base/failure.js';

/**
 * The log of a disk's writes in the format of dm-log-writes (Linux: Documentation/admin-guide/device-mapper/
 * log-writes.rst, drivers/md/dm-log-writes.c), which QEMU's block driver `blklogwrites` writes too (block/blklogwrites.c).
 * A superblock, then for each request a header in a sector of its own and what was written.
 */
const magic = 0x6a736677736872n;
const version = 1n;
/** Flags of an entry. A discard has no data; a mark has a text in its header. */
const flag = { flush: 1, fua: 2, discard: 4, mark: 8 } as const;
const headerBytes = 32;

/** A log to read, usually a file. */
export interface LogBytes {
  /** Its name, for messages. */
  readonly file: string;
  readonly bytes: number;
  /** Bytes from an offset on; zero behind the end. */
  readBytes(offset: number, length: number): Buffer;
}

/** A request of the log, in the order in which the disk completed them. */
export type LogEntry =
  | { kind: 'write'; sector: number; sectors: number; fua: boolean; offset: number }
  /** What was there is gone, and reads as zero. */
  | { kind: 'discard'; sector: number; sectors: number }
  /** All that was completed before is on the medium. */
  | { kind: 'flush' }
  | { kind: 'mark'; text: string };

/**
 * Reads a log an entry at a time, without the data: `offset` says where in the file it lies, in bytes. Sectors are those
 * of the log, 512 bytes.
 * @throws Failure with exit status 2 for a file that is not such a log, or ends in the middle of an entry.
 */
export function* readLog(log: LogBytes): Generator<LogEntry> {
  const header = log.readBytes(0, headerBytes);
  if (header.readBigUInt64LE(0) !== magic || header.readBigUInt64LE(8) !== version)
    throw notALog(log, 'It does not begin as dm-log-writes begins a log.');
  const entries = Number(header.readBigUInt64LE(16));
  const unit = header.readUInt32LE(24);
  if (unit !== 512) throw notALog(log, `Its sectors have ${unit} bytes; those of this program have 512.`);
  let at = unit;
  for (let number = 0; number < entries; number += 1) {
    if (at + unit > log.bytes) throw notALog(log, `It ends before entry ${number} of ${entries}.`);
    const entry = log.readBytes(at, unit);
    const [sector, sectors] = [Number(entry.readBigUInt64LE(0)), Number(entry.readBigUInt64LE(8))];
    const [flags, dataBytes] = [Number(entry.readBigUInt64LE(16)), Number(entry.readBigUInt64LE(24))];
    at += unit;
    if ((flags & flag.mark) !== 0) {
      yield { kind: 'mark', text: entry.toString('utf8', headerBytes, headerBytes + dataBytes) };
      continue;
    }
    // A write may ask that all before it is flushed first.
    if ((flags & flag.flush) !== 0) yield { kind: 'flush' };
    if (sectors === 0) continue;
    if ((flags & flag.discard) !== 0) {
      yield { kind: 'discard', sector, sectors };
      continue;
    }
    if (at + sectors * unit > log.bytes)
      throw notALog(log, `It ends in the data of entry ${number} of ${entries}.`);
    yield { kind: 'write', sector, sectors, fua: (flags & flag.fua) !== 0, offset: at };
    at += sectors * unit;
  }
}

function notALog({ file }: LogBytes, why: string): Failure {
  return badInput({
    what: `\`${file}\` is not a whole log of writes.`,
    where: file,
    why,
    remedy: 'Record it again: remove it, and start the run once more.',
  });
}
