import { crc32 } from 'node:zlib';
import { type SectorReader, sectorBytes } from './sectors.js';

/** A partition as a table of a disk has it. Sectors count from the beginning of the disk. */
export interface TableEntry {
  number: number;
  /** PARTUUID, in lower case. */
  uuid: string;
  label: string;
  first: number;
  sectors: number;
}

export interface PartitionTables {
  /** Whether firmware looks for a GPT at all: the protective MBR is there. */
  hasMbr: boolean;
  /** Entries of the copy at the beginning and of that at the end; null for one that is damaged. */
  primary: readonly TableEntry[] | null;
  backup: readonly TableEntry[] | null;
}

/** Reads both copies of a disk's partition table (UEFI specification 2.10, section 5), for sectors of 512 bytes. */
export function readPartitionTables(disk: SectorReader): PartitionTables {
  const mbr = disk.read(0, 1);
  const hasMbr = mbr.readUInt16LE(510) === 0xaa55 && mbr[446 + 4] === 0xee;
  return { hasMbr, primary: readCopy(disk, 1), backup: readCopy(disk, disk.sectors - 1) };
}

/** The table that a kernel or firmware uses: the first that is whole. */
export function usedTable({ primary, backup }: PartitionTables): readonly TableEntry[] | null {
  return primary ?? backup;
}

function readCopy(disk: SectorReader, at: number): TableEntry[] | null {
  const header = disk.read(at, 1);
  if (header.toString('latin1', 0, 8) !== 'EFI PART') return null;
  const headerBytes = header.readUInt32LE(12);
  if (headerBytes < 92 || headerBytes > sectorBytes) return null;
  const checked = Buffer.from(header.subarray(0, headerBytes));
  checked.writeUInt32LE(0, 16);
  if (crc32(checked) !== header.readUInt32LE(16) || Number(header.readBigUInt64LE(24)) !== at) return null;
  const first = Number(header.readBigUInt64LE(72));
  const [count, size] = [header.readUInt32LE(80), header.readUInt32LE(84)];
  if (size < 128 || count > 1024 || size > 1024) return null;
  const entries = disk.read(first, Math.ceil((count * size) / sectorBytes)).subarray(0, count * size);
  if (crc32(entries) !== header.readUInt32LE(88)) return null;
  return Array.from({ length: count }, (_, index) =>
    readEntry(entries.subarray(index * size, (index + 1) * size), index + 1),
  ).flatMap((entry) => entry ?? []);
}

function readEntry(entry: Buffer, number: number): TableEntry | null {
  if (entry.subarray(0, 16).every((byte) => byte === 0)) return null;
  const first = Number(entry.readBigUInt64LE(32));
  return {
    ...{ number, uuid: guidOf(entry.subarray(16, 32)), first },
    sectors: Number(entry.readBigUInt64LE(40)) - first + 1,
    label: entry.toString('utf16le', 56, 128).split('\0', 1).join(),
  };
}

/** The first three parts of a GUID are stored with their lowest byte first. */
function guidOf(bytes: Buffer): string {
  const part = (from: number, to: number, isSwapped: boolean) => {
    const piece = Buffer.from(bytes.subarray(from, to));
    return (isSwapped ? piece.reverse() : piece).toString('hex');
  };
  return [part(0, 4, true), part(4, 6, true), part(6, 8, true), part(8, 10, false), part(10, 16, false)].join(
    '-',
  );
}
