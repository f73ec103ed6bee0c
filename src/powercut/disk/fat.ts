import { type SectorReader, sectorBytes } from './sectors.js';

/** Sectors of a partition that follow each other. */
export interface Run {
  sector: number;
  sectors: number;
}

/** Where the content of a file lies. */
export interface FilePlace {
  bytes: number;
  runs: readonly Run[];
}

/**
 * Reads files of a FAT32 as GRUB, firmware and the kernel find them (Microsoft's specification of FAT32, sections 3, 4
 * and 6). A chain that leads nowhere, an unknown name or a file that is longer than its chain is null, never a part of
 * something else.
 */
export class FatReader {
  readonly #part: SectorReader;
  readonly #unit: number;
  readonly #fatAt: number;
  readonly #dataAt: number;
  readonly #clusterSectors: number;
  readonly #clusters: number;
  readonly #root: number;

  /** Null where there is no FAT32. */
  static open(part: SectorReader): FatReader | null {
    const boot = part.read(0, 1);
    const unit = boot.readUInt16LE(11);
    const isFat =
      boot.readUInt16LE(510) === 0xaa55 &&
      [512, 1024, 2048, 4096].includes(unit) &&
      isPowerOfTwo(boot[13] ?? 0) &&
      boot.readUInt16LE(14) > 0 &&
      (boot[16] ?? 0) > 0 &&
      boot.readUInt16LE(22) === 0 &&
      boot.readUInt32LE(36) > 0 &&
      boot.readUInt32LE(32) > 0;
    return isFat ? new FatReader(part, boot) : null;
  }

  private constructor(part: SectorReader, boot: Buffer) {
    this.#part = part;
    this.#unit = boot.readUInt16LE(11) / sectorBytes;
    this.#clusterSectors = (boot[13] ?? 1) * this.#unit;
    this.#fatAt = boot.readUInt16LE(14) * this.#unit;
    this.#dataAt = this.#fatAt + (boot[16] ?? 1) * boot.readUInt32LE(36) * this.#unit;
    this.#clusters = Math.floor((boot.readUInt32LE(32) * this.#unit - this.#dataAt) / this.#clusterSectors);
    this.#root = boot.readUInt32LE(44);
  }

  /** Where a file lies, by its path, as `EFI/fedora/grubenv`; null for one that is not there or cannot be read whole. */
  place(path: string): FilePlace | null {
    let cluster = this.#root;
    const names = path.split('/');
    for (const [depth, name] of names.entries()) {
      const folder = this.#chain(cluster, null);
      const entry = folder === null ? undefined : find(this.#contentOf(folder), name);
      const isLast = depth === names.length - 1;
      if (entry === undefined || entry.isFolder === isLast) return null;
      if (isLast) {
        const runs = entry.bytes === 0 ? [] : this.#chain(entry.cluster, entry.bytes);
        return runs === null ? null : { bytes: entry.bytes, runs };
      }
      cluster = entry.cluster;
    }
    return null;
  }

  /** Content of a file by its path. */
  file(path: string): Buffer | null {
    const place = this.place(path);
    return place === null ? null : this.#contentOf(place.runs).subarray(0, place.bytes);
  }

  #contentOf(runs: readonly Run[]): Buffer {
    return Buffer.concat(runs.map(({ sector, sectors }) => this.#part.read(sector, sectors)));
  }

  /**
   * Places of the clusters from one on, up to so many bytes or, of a folder, to the end of the chain. Null where a link
   * leads out of the data, or the chain is too short or, of a folder, longer than the specification allows.
   */
  #chain(first: number, bytes: number | null): Run[] | null {
    const runs: Run[] = [];
    let count = 0;
    const most = Math.ceil((bytes ?? mostFolderBytes) / (this.#clusterSectors * sectorBytes));
    let fat: Buffer = Buffer.alloc(0);
    let fatSector = -1;
    for (let cluster = first; cluster < endOfChain; ) {
      if (count === most) return bytes === null ? null : runs;
      if (cluster < 2 || cluster >= this.#clusters + 2) return null;
      count += 1;
      const sector = this.#dataAt + (cluster - 2) * this.#clusterSectors;
      const last = runs.at(-1);
      if (last !== undefined && last.sector + last.sectors === sector) last.sectors += this.#clusterSectors;
      else runs.push({ sector, sectors: this.#clusterSectors });
      const at = this.#fatAt + Math.floor((cluster * 4) / sectorBytes);
      if (at !== fatSector) {
        fat = this.#part.read(at, 1);
        fatSector = at;
      }
      cluster = fat.readUInt32LE((cluster * 4) % sectorBytes) & 0x0fffffff;
    }
    return bytes === null || count === most ? runs : null;
  }
}

const mostFolderBytes = 65_536 * 32;

const endOfChain = 0x0ffffff8;
const entryBytes = 32;
/** Attributes of an entry. */
const attribute = { volume: 0x08, folder: 0x10, longName: 0x0f } as const;

interface Entry {
  cluster: number;
  bytes: number;
  isFolder: boolean;
}

/** The entry of a name in a folder, by its long or its short name; FAT does not distinguish upper case. */
function find(folder: Buffer, name: string): Entry | undefined {
  let long = '';
  for (let at = 0; at + entryBytes <= folder.length; at += entryBytes) {
    const entry = folder.subarray(at, at + entryBytes);
    if (entry[0] === 0) return undefined;
    const flags = entry[11] ?? 0;
    if (entry[0] === 0xe5) {
      long = '';
    } else if ((flags & attribute.longName) === attribute.longName) {
      long = `${longPart(entry)}${((entry[0] ?? 0) & 0x40) === 0 ? long : ''}`;
    } else {
      const isNamed = [long.split('\0', 1).join(), shortName(entry)].some(
        (one) => one.toLowerCase() === name.toLowerCase(),
      );
      long = '';
      if (!isNamed || (flags & attribute.volume) !== 0) continue;
      return {
        cluster: (entry.readUInt16LE(20) << 16) | entry.readUInt16LE(26),
        bytes: entry.readUInt32LE(28),
        isFolder: (flags & attribute.folder) !== 0,
      };
    }
  }
  return undefined;
}

function longPart(entry: Buffer): string {
  const piece = (from: number, to: number) => entry.toString('utf16le', from, to);
  return `${piece(1, 11)}${piece(14, 26)}${piece(28, 32)}`;
}

function shortName(entry: Buffer): string {
  const name = entry.toString('latin1', 0, 8).trimEnd();
  const extension = entry.toString('latin1', 8, 11).trimEnd();
  return extension === '' ? name : `${name}.${extension}`;
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && (value & (value - 1)) === 0;
}
