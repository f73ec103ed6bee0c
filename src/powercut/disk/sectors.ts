/** Bytes of a sector, in logs and in disk states: what a disk writes whole or not at all. */
export const sectorBytes = 512;

/** A disk, or a part of one, that can be read by sectors. */
export interface SectorReader {
  /** How many sectors it has. */
  readonly sectors: number;
  /** Content of sectors; zero behind the end. */
  read(sector: number, count: number): Buffer;
  /** Whether sectors hold what they did at first, for one that changes; absent where nobody knows. */
  isAsAtFirst?(sector: number, count: number): boolean;
}

/** A part of a disk as a disk of its own: a partition. */
export function partOf(disk: SectorReader, first: number, sectors: number): SectorReader {
  return {
    sectors,
    read: (sector, count) => {
      const inside = Math.max(0, Math.min(count, sectors - sector));
      const content = inside === 0 ? Buffer.alloc(0) : disk.read(first + sector, inside);
      return inside === count
        ? content
        : Buffer.concat([content, Buffer.alloc((count - inside) * sectorBytes)]);
    },
    ...(disk.isAsAtFirst === undefined
      ? {}
      : { isAsAtFirst: (sector, count) => disk.isAsAtFirst?.(first + sector, count) === true }),
  };
}

/** Content of a few sectors in memory as a disk. */
export function memoryDisk(content: Buffer): SectorReader {
  return {
    sectors: Math.ceil(content.length / sectorBytes),
    read: (sector, count) => {
      const part = content.subarray(sector * sectorBytes, (sector + count) * sectorBytes);
      return Buffer.concat([part], count * sectorBytes);
    },
  };
}
