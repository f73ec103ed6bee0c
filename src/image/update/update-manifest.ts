import type { PieceTable } from '../slot/piece-table.js';

/** First line of an update: what it is, and the version of its form. */
export const updateMagic = 'tmpfsroot-update 1';

/** What the signature is for (ssh-keygen(1), `-n`): a signature that was made for anything else does not count. */
export const updateNamespace = 'tmpfsroot-update';

/** Bytes of a chunk before compression; the last one is as large, since slots are whole MiB. */
export const chunkBytes = 1024 * 1024;

/** A chunk of a slot, in the order of the slot. */
export interface UpdateChunk {
  /** SHA-256 of the chunk as it lies in the slot, hex digits. */
  sha256: string;
  /** Bytes that the update has of it, compressed by zstd(1); as many as it has where it is not; 0 for one of zeros. */
  storedBytes: number;
}

/** What an update says of itself; all of it is signed. */
export interface UpdateManifest {
  name: string;
  /** The kind of device that it is for. */
  compatible: string;
  arch: string;
  release: string;
  /** Hex digits: UUID of the slot's file system, which is made of the content. */
  image: string;
  /** Seconds since 1970 at which the newest package was built: an earlier one is a downgrade. */
  time: number;
  /** Hex digits: SHA-256 of the lock's packages. */
  packages: string;
  slotMiB: number;
  /** Memory that the root takes on a device with its headroom, MiB. */
  memoryMiB: number;
  chunks: readonly UpdateChunk[];
  /** The pieces of the slot, for an update whose chunks are not compressed. */
  pieces: UpdatePieces | null;
}

/** The table of a slot's pieces (src/image/slot/piece-table.ts), by which a device finds what it has of the slot. */
export interface UpdatePieces extends PieceTable {
  text: string;
}

/**
 * The manifest as text: KEY=VALUE lines, then a line for each chunk. The device reads it with sed(1) and awk(1), so no
 * value has blanks or quotes: those that come from a spec are checked names. The lines of the pieces come last.
 */
export function manifestText(manifest: UpdateManifest): string {
  const { chunks, slotMiB, memoryMiB, pieces, ...rest } = manifest;
  const facts = {
    ...{ ...rest, 'slot-mib': slotMiB, 'memory-mib': memoryMiB },
    ...(pieces && { 'table-at': pieces.at, 'table-bytes': pieces.bytes }),
    chunks: chunks.length,
  };
  const lines = [
    ...Object.entries(facts).map(([key, value]) => `${key}=${value}`),
    ...chunks.map(({ sha256, storedBytes }) => `${sha256} ${storedBytes}`),
  ];
  return `${lines.join('\n')}\n${pieces?.text ?? ''}`;
}

/** What stands before the chunks: the magic line, the sizes of manifest and signature in bytes, and these two. */
export function updateHeader(manifest: string, signature: string): Buffer {
  const [text, signed] = [Buffer.from(manifest), Buffer.from(signature)];
  return Buffer.concat([Buffer.from(`${updateMagic}\n${text.length} ${signed.length}\n`), text, signed]);
}
