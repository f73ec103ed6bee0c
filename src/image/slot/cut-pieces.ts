import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** A stretch of an image whose ends follow from its own bytes, so that the same content has them wherever it lies. */
export interface Piece {
  /** Twelve hex digits of its SHA-256. Two pieces with one may differ: whoever takes one for the other looks again. */
  id: string;
  bytes: number;
}

/** Bytes of a piece: at least, on average beyond that (a power of two), and at most. */
const leastBytes = 16 * 1024;
const meanBits = 14;
const mostBytes = 256 * 1024;

/** Bits of the sum that are zero where a piece ends: the high ones, which 32 bytes have an influence on. */
const endMask = ((1 << meanBits) - 1) << (32 - meanBits);

/** A number for each byte, without a pattern and the same for ever: images of two builds are compared. */
const gear = Uint32Array.from({ length: 256 }, (_, byte) =>
  createHash('sha256').update(Uint8Array.of(byte)).digest().readUInt32LE(0),
);

/**
 * Where the piece ends that begins at `from`: content-defined chunking with a gear hash (Xia et al., "Ddelta", 2014).
 * @param isWhole Whether nothing follows the buffer.
 * @returns -1 when that depends on what follows.
 */
export function pieceEnd(buffer: Uint8Array, from: number, isWhole: boolean): number {
  const last = Math.min(from + mostBytes, buffer.length);
  let sum = 0;
  for (let at = from + leastBytes; at < last; at += 1) {
    sum = ((sum << 1) + (gear[buffer[at] as number] as number)) | 0;
    if ((sum & endMask) === 0) return at + 1;
  }
  return isWhole || last === from + mostBytes ? last : -1;
}

/** Cuts a file into pieces, from its first byte to its last. */
export async function cutPieces(file: string, signal: AbortSignal): Promise<Piece[]> {
  const pieces: Piece[] = [];
  let rest = Buffer.alloc(0);
  const cut = (isWhole: boolean) => {
    let from = 0;
    while (from < rest.length) {
      const end = pieceEnd(rest, from, isWhole);
      if (end === -1) break;
      pieces.push(pieceOf(rest.subarray(from, end)));
      from = end;
    }
    rest = rest.subarray(from);
  };
  for await (const read of createReadStream(file, { highWaterMark: 16 * mostBytes, signal })) {
    rest = Buffer.concat([rest, read]);
    cut(false);
  }
  cut(true);
  return pieces;
}

function pieceOf(content: Uint8Array): Piece {
  const id = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { id, bytes: content.length };
}

/** Pieces that an image of so many bytes has at most. */
export function mostPieces(bytes: number): number {
  return Math.ceil(bytes / leastBytes);
}
