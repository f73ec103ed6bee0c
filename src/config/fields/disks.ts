import * as v from 'valibot';
import { later, t } from '../../base/language/texts.js';
import { diskName } from './disk-names.js';
import { field, flag } from './field.js';
import * as shape from './field-types.js';
import { formatMiB, wholeMiB } from './sizes.js';

/** The device's disks. */
export const diskFields = {
  devices: field({
    schema: v.array(shape.device),
    description: 'Disks that belong to the system; the installer wipes all of them and no other.',
    default: ({ devices }) => [...devices],
    parse: (devices): string[] => devices.map(diskName),
    flag: flag('--disk DISK', 'disk of the system, will be wiped (repeatable, or with commas)', 'list'),
    variable: 'DISK_DEVS',
    screen: 'disks',
    ask: {
      label: later`Disks`,
      help: [
        later`All disks of the system, with blanks between them: kernel names (\`sda\`, \`nvme0n1\`, \`mmcblk0\`, \`vda\`, \`xvda\`), paths under /dev/disk/by-id or by-path, or \`serial:NUMBER\` with a \`_\` for each blank.`,
        later`Kernel names can change places when a second disk or a stick is plugged in; a path or a serial number cannot. The installer refuses when a name means no disk or several.`,
      ],
    },
    summary: (devices, at) =>
      devices
        .map((device) => (devices.length > 1 && device === at('disks.main') ? t`${device} (main)` : device))
        .join(', '),
  }),
  main: field({
    schema: shape.device,
    description: 'The one of `devices` that gets ESP, roots and /persist.',
    default: ({ devices }) => devices[0] ?? 'sda',
    defaultText: 'first of `disks.devices`',
    parse: diskName,
    flag: flag('--main-disk DISK', 'disk for ESP, roots and /persist'),
    variable: 'MAIN_DISK',
    matters: [{ path: 'disks.devices', elements: 2 }],
    screen: 'disks',
    ask: {
      label: later`Main disk`,
      help: [
        later`The disk for the EFI system partition, both root slots and /persist: the one that the device boots from.`,
      ],
    },
  }),
  sizeMiB: field({
    schema: v.nullable(shape.wholeSize),
    description: 'Size of the main disk; null is the smallest that fits.',
    default: null,
    defaultText: 'smallest that fits',
    parse: (size): number | null => (size === null ? null : wholeMiB(size)),
    flag: flag('--disk-size SIZE', 'size of the main disk'),
    screen: 'disks',
    ask: {
      label: later`Size`,
      help: [
        later`Size of the smallest main disk that the image must fit on. Empty: the disk image gets the smallest size that fits, and the installer takes the disk as it is.`,
        later`Makers count in powers of ten: a "32 GB" disk has 29.8 GiB. Write sizes in powers of two: \`29G\`, \`29.5 GiB\`, \`30000\` (MiB).`,
      ],
      placeholder: later`smallest that fits`,
      steps: { least: 1 },
    },
    summary: (size) => (size === null ? t`smallest that fits` : formatMiB(size)),
  }),
  sectorSize: field({
    schema: v.picklist([512, 4096]),
    description: 'Bytes in a logical sector of the disks.',
    default: ({ sectorSize }) => sectorSize,
    flag: flag('--sector-size BYTES', 'bytes in a logical sector: 512 or 4096', 'number'),
    screen: 'disks',
    ask: {
      label: later`Sectors`,
      help: [
        later`Bytes of a logical sector, as \`lsblk -o NAME,LOG-SEC\` shows them. Nearly all disks have 512; some NVMe disks are formatted with 4096.`,
        later`FAT32 needs 65525 clusters of at least one sector, so an EFI system partition on 4096-byte sectors takes at least 260 MiB.`,
      ],
      labels: { 512: later`512 bytes`, 4096: later`4096 bytes` },
    },
    summary: (bytes) => (bytes === 512 ? '' : t`, 4096-byte sectors`),
  }),
};
