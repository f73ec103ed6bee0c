import type { Case, Expectation } from '../case.js';
import { esp, type InstalledDisk, secondEsp } from '../installed-disk.js';

const up: Expectation = { slot: 'a', wholeEsps: true };
const should = 'comes up';
const loader = 'EFI/fedora/grub.cfg';
const config = 'EFI/tfr/grub.cfg.gz';

const byOther = 'comes up by the configuration of the second ESP';

const zeros = (name: string) => async (disk: InstalledDisk) =>
  disk.writeEspFile(name, Buffer.alloc((await disk.readEspFile(name)).length));

const cut = (name: string) => async (disk: InstalledDisk) => {
  const whole = await disk.readEspFile(name);
  await disk.writeEspFile(name, whole.subarray(0, whole.length / 3));
};

/** Byte offset in the ESP and size of its first FAT, from its boot sector (FAT32). */
async function firstFat(disk: InstalledDisk): Promise<{ at: number; size: number }> {
  const boot = await disk.read(esp, 0, 512);
  const sector = boot.readUInt16LE(11);
  return { at: boot.readUInt16LE(14) * sector, size: boot.readUInt32LE(36) * sector };
}

export const espCases: readonly Case[] = [
  {
    name: 'esp grub.cfg zeros',
    should,
    damage: zeros(loader),
    expect: up,
  },
  {
    name: 'esp grub.cfg missing',
    should,
    damage: async (disk) => disk.mtools('mdel', `::${loader}`),
    expect: up,
  },
  {
    name: 'esp grub.cfg truncated',
    should,
    damage: cut(loader),
    expect: up,
  },
  { name: 'esp configuration zeros', should: byOther, damage: zeros(config), expect: up },
  {
    name: 'esp configuration missing',
    should: byOther,
    damage: async (disk) => disk.mtools('mdel', `::${config}`),
    expect: up,
  },
  { name: 'esp configuration truncated', should: byOther, damage: cut(config), expect: up },
  {
    name: 'esp configuration: one byte flipped',
    should: byOther,
    damage: async (disk) => {
      const whole = await disk.readEspFile(config);
      const middle = Math.floor(whole.length / 2);
      whole.writeUInt8(whole.readUInt8(middle) ^ 0xff, middle);
      await disk.writeEspFile(config, whole);
    },
    expect: up,
  },
  {
    name: 'esp FAT1 garbage',
    should: 'comes up (FAT2 is good)',
    damage: async (disk) => {
      const { at, size } = await firstFat(disk);
      await disk.garbage(esp, at, size);
    },
    expect: up,
  },
  {
    name: 'esp both FATs garbage',
    should,
    damage: async (disk) => {
      const { at, size } = await firstFat(disk);
      await disk.garbage(esp, at, 2 * size);
    },
    expect: up,
  },
  { name: 'esp whole zero', should, damage: (disk) => disk.zero(esp), expect: up },
  {
    name: 'esp boot sector zero',
    should: 'comes up (backup boot sector is good)',
    damage: (disk) => disk.zero(esp, 0, 512),
    expect: up,
  },
  {
    name: 'esp root dir garbage',
    should,
    damage: async (disk) => {
      const { at, size } = await firstFat(disk);
      await disk.garbage(esp, at + 2 * size, 4096);
    },
    expect: up,
  },
  {
    name: 'esp BOOTX64.EFI missing',
    should: 'comes up by the boot entry',
    damage: async (disk) => disk.mtools('mdel', '::EFI/BOOT/BOOTX64.EFI'),
    expect: up,
  },
  {
    name: 'esp BOOTX64.EFI missing, fresh NVRAM',
    should,
    damage: async (disk) => disk.mtools('mdel', '::EFI/BOOT/BOOTX64.EFI'),
    machine: { freshFirmware: true },
    expect: up,
  },
  {
    name: 'esp shim missing in EFI/fedora',
    should: 'comes up by BOOTX64.EFI',
    damage: async (disk) => disk.mtools('mdel', '::EFI/fedora/shimx64.efi'),
    expect: up,
  },
  {
    name: 'esp grubx64.efi in EFI/fedora garbage',
    should: 'comes up by EFI/BOOT',
    damage: async (disk) => {
      const name = 'EFI/fedora/grubx64.efi';
      await disk.writeEspFile(name, disk.garbageBytes((await disk.readEspFile(name)).length));
    },
    expect: up,
  },
  {
    name: 'esp grubenv garbage',
    should,
    damage: async (disk) => disk.writeEspFile('EFI/fedora/grubenv', disk.garbageBytes(1024)),
    expect: up,
  },
  {
    name: 'esp both state files garbage',
    should,
    damage: async (disk) => {
      for (const folder of ['fedora', 'tfr']) {
        await disk.writeEspFile(`EFI/${folder}/grubenv`, disk.garbageBytes(1024));
      }
    },
    expect: up,
  },
  {
    name: 'read error in FAT1 of the ESP',
    should: 'comes up (FAT2)',
    machine: { errors: [{ label: esp, offset: 32 * 512, when: 'read' }] },
    // What cannot be read is told and not formatted.
    expect: { slot: 'a' },
  },
  {
    name: 'second esp whole zero',
    should: 'comes up; the second ESP is made again',
    damage: (disk) => disk.zero(secondEsp),
    expect: up,
  },
];
