import { crc32 } from 'node:zlib';
import { type PartitionName, partitionTable } from '../../src/config/partitions/partition-table.js';
import { type BootState, firstState } from '../../src/slots/boot-state.js';
import { copyPaths, formatBlock, guardBytes } from '../../src/slots/environment-block.js';

const sector = 512;
const id = '1234-4abc-8def-0123456789ab';

/** Where the partitions of the small disk lie, in sectors. */
export const places = {
  esp: { first: 2048, sectors: 1024 },
  rootA: { first: 4096, sectors: 512 },
  rootB: { first: 6144, sectors: 512 },
  esp2: { first: 8192, sectors: 1024 },
} as const satisfies Partial<Record<PartitionName, { first: number; sectors: number }>>;
type Table = Readonly<Partial<Record<PartitionName, { first: number; sectors: number }>>>;
export const diskSectors = 10_240;

/** A sector that lies in no partition. */
export const gapSector = 1000;

/** The small disk's bytes: a table, two ESPs that boot with this state, two slots with another content each. */
export function smallDisk(
  state: BootState = firstState,
  table: Table = places,
  files = espFiles(state),
): Buffer {
  const disk = Buffer.alloc(diskSectors * sector);
  putTables(disk, table);
  for (const name of ['esp', 'esp2'] as const) smallFat(files).copy(disk, places[name].first * sector);
  for (const name of ['rootA', 'rootB'] as const) slotBytes(name).copy(disk, places[name].first * sector);
  return disk;
}

/** Content of a slot: ext4 by its magic number, and words that tell one image from another. */
export function slotBytes(words: string): Buffer {
  const slot = Buffer.alloc(places.rootA.sectors * sector, `${words} `);
  slot.writeUInt16LE(0xef53, 1080);
  return slot;
}

const guard = '-'.repeat(guardBytes);

/** What lies on an ESP, in this order but for folders, which lie behind what is in them. */
export function espFiles(state: BootState): Record<string, string> {
  return {
    'EFI/fedora/shimx64.efi': 'shim'.repeat(300),
    'EFI/fedora/grubx64.efi': 'grub'.repeat(900),
    'EFI/fedora/grub.cfg': 'source',
    'EFI/fedora/guard0': guard,
    [copyPaths[0]]: formatBlock('1', state),
    'EFI/fedora/guard1': guard,
    'EFI/tfr/guard2': guard,
    [copyPaths[1]]: formatBlock('0', state),
    'EFI/tfr/guard3': guard,
    'EFI/tfr/grub.cfg.gz': 'configuration',
  };
}

/** The same with the script that GRUB reads first beside a copy of the boot state. */
export function unguardedEspFiles(state: BootState): Record<string, string> {
  const { 'EFI/fedora/grub.cfg': script = '', ...files } = espFiles(state);
  return Object.fromEntries(
    Object.entries(files).flatMap(([name, content]) =>
      name === copyPaths[0]
        ? [
            ['EFI/fedora/grub.cfg', script],
            [name, content],
          ]
        : [[name, content]],
    ),
  );
}

/** Reserved sectors, sectors of each of two FATs. */
const fatAt = 32;
const fatSectors = 8;
export const fatDataAt = fatAt + 2 * fatSectors;

/** A FAT32 with these files, of one sector a cluster. (Too small for a driver, which would take it for another FAT.) */
export function smallFat(files: Readonly<Record<string, string>>): Buffer {
  const fat = Buffer.alloc(places.esp.sectors * sector);
  fat.writeUInt16LE(512, 11);
  fat[13] = 1;
  fat.writeUInt16LE(fatAt, 14);
  fat[16] = 2;
  fat.writeUInt32LE(places.esp.sectors, 32);
  fat.writeUInt32LE(fatSectors, 36);
  fat.writeUInt32LE(2, 44);
  fat.writeUInt16LE(0xaa55, 510);
  let free = 2;
  const put = (content: Buffer): number => {
    const first = free;
    const clusters = Math.max(1, Math.ceil(content.length / sector));
    for (let number = 0; number < clusters; number += 1, free += 1) {
      const next = number === clusters - 1 ? 0x0fffffff : free + 1;
      for (const copy of [0, 1]) fat.writeUInt32LE(next, (fatAt + copy * fatSectors) * sector + free * 4);
    }
    content.copy(fat, (fatDataAt + first - 2) * sector);
    return first;
  };
  // The root comes first, and is filled at the end.
  put(Buffer.alloc(sector));
  const folder = (prefix: string): Buffer => {
    const names = [
      ...new Set(
        Object.keys(files).flatMap((path) =>
          path.startsWith(prefix) ? (path.slice(prefix.length).split('/')[0] ?? '') : [],
        ),
      ),
    ];
    return Buffer.concat(
      names.map((name) => {
        const file = files[`${prefix}${name}`];
        const content = file === undefined ? folder(`${prefix}${name}/`) : Buffer.from(file);
        return directoryEntries(name, put(content), file === undefined ? null : content.length);
      }),
    );
  };
  folder('').copy(fat, fatDataAt * sector);
  return fat;
}

/** @param bytes null for a folder */
function directoryEntries(name: string, cluster: number, bytes: number | null): Buffer {
  const entry = Buffer.alloc(32);
  const [stem = '', extension = ''] = name.split('.');
  const isShort = stem.length <= 8 && extension.length <= 3 && name.split('.').length <= 2;
  entry.write((isShort ? stem : 'LONG~1').toUpperCase().padEnd(8), 0, 'latin1');
  entry.write((isShort ? extension : '').toUpperCase().padEnd(3), 8, 'latin1');
  entry[11] = bytes === null ? 0x10 : 0x20;
  entry.writeUInt16LE(cluster >>> 16, 20);
  entry.writeUInt16LE(cluster & 0xffff, 26);
  entry.writeUInt32LE(bytes ?? 0, 28);
  if (isShort) return entry;
  const parts = Math.ceil((name.length + 1) / 13);
  const padded = `${name}\0`.padEnd(parts * 13, '\uffff');
  return Buffer.concat([
    ...Array.from({ length: parts }, (_, at) => longEntry(padded, parts - at, at === 0)),
    entry,
  ]);
}

function longEntry(name: string, number: number, isLast: boolean): Buffer {
  const entry = Buffer.alloc(32);
  const part = Buffer.from(name.slice((number - 1) * 13, number * 13), 'utf16le');
  entry[0] = number | (isLast ? 0x40 : 0);
  part.copy(entry, 1, 0, 10);
  entry[11] = 0x0f;
  part.copy(entry, 14, 10, 22);
  part.copy(entry, 28, 22, 26);
  return entry;
}

function putTables(disk: Buffer, table: Table): void {
  disk[446 + 4] = 0xee;
  disk.writeUInt16LE(0xaa55, 510);
  const entries = Buffer.alloc(128 * 128);
  for (const [number, [name, { first, sectors }]] of Object.entries(table).entries()) {
    const { idHead, label } = partitionTable[name as PartitionName];
    const entry = entries.subarray(number * 128, (number + 1) * 128);
    entry.fill(0x11, 0, 16);
    guidBytes(`${idHead}-${id}`).copy(entry, 16);
    entry.writeBigUInt64LE(BigInt(first), 32);
    entry.writeBigUInt64LE(BigInt(first + sectors - 1), 40);
    entry.write(label, 56, 'utf16le');
  }
  putTable(disk, entries, { at: 1, entriesAt: 2 });
  putTable(disk, entries, { at: diskSectors - 1, entriesAt: diskSectors - 33 });
}

function putTable(disk: Buffer, entries: Buffer, { at, entriesAt }: { at: number; entriesAt: number }): void {
  const header = Buffer.alloc(92);
  header.write('EFI PART', 0, 'latin1');
  header.writeUInt32LE(0x10000, 8);
  header.writeUInt32LE(92, 12);
  header.writeBigUInt64LE(BigInt(at), 24);
  header.writeBigUInt64LE(BigInt(entriesAt), 72);
  header.writeUInt32LE(128, 80);
  header.writeUInt32LE(128, 84);
  header.writeUInt32LE(crc32(entries), 88);
  header.writeUInt32LE(crc32(header), 16);
  header.copy(disk, at * sector);
  entries.copy(disk, entriesAt * sector);
}

function guidBytes(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}
