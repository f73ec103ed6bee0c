import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import { quote } from '../../src/base/text/shell-quote.js';
import { deviceTable, diskOfPartition } from '../../src/config/fields/disk-kinds.js';
import { runProgram } from '../helpers/run-program.js';
import { writeTree } from '../helpers/scratch.js';

export interface Disk {
  /** 64 GiB if absent. */
  mib?: number;
  serial?: string;
  sector?: 512 | 4096;
  readOnly?: boolean;
}

export interface Machine {
  /** By kernel name. */
  disks: Record<string, Disk>;
  /** Where the installer was started from: a disk or a partition of one, `sr0` if absent. */
  medium?: string;
  /** What the image names. */
  named: string[];
  /** Links under /dev/disk: `by-path/x` to a kernel name. */
  links?: Record<string, string>;
  /** Names of partitions, beside that of the medium. */
  partitions?: string[];
  /** Lines NAME PATTERN; those of every image if absent. */
  kinds?: string;
  /** Lines NAME DISK SIZE LABEL FILESYSTEM. */
  table?: string;
  sectorSizes?: string;
}

const large = 64 * 1024;

export const disksScript = packageFile('src/device/dracut/91tmpfsroot-install/disks.sh');

const table = [
  'esp sda 200 ESP vfat',
  'rootA sda 2048 a ext4',
  'rootB sda 2048 b ext4',
  'log sda rest tfr-log ext4',
];

/** What the installer says of the disks of a machine, and which it takes. */
export function choose(dir: string, machine: Machine, shell: string) {
  const medium = machine.medium ?? 'sr0';
  for (const folder of ['block', 'udev', 'class/block', 'links'])
    mkdirSync(path.join(dir, folder), { recursive: true });
  // What a machine has beside disks.
  const others = { sr0: { mib: 900 }, loop0: { mib: 10 }, zram0: { mib: 10 }, ram0: { mib: 16 } };
  for (const [name, disk] of Object.entries<Disk>({ ...others, ...machine.disks })) {
    const { mib = large, serial, sector = 512, readOnly = false } = disk;
    writeTree(dir, {
      [`block/${name}/size`]: `${mib * 2048}\n`,
      [`block/${name}/ro`]: readOnly ? '1\n' : '0\n',
      [`block/${name}/sector`]: `${sector}\n`,
      [`udev/${name}`]:
        serial === undefined
          ? 'ID_BUS=ata\n'
          : `ID_BUS=ata\nID_SERIAL=ACME_${serial}\nID_SERIAL_SHORT=${serial}\n`,
    });
    symlinkSync(`../../block/${name}`, path.join(dir, 'class/block', name));
  }
  for (const partition of [medium, ...(machine.partitions ?? [])]) {
    const partOf = diskOfPartition(partition);
    if (partOf === null) continue;
    writeTree(dir, { [`block/${partOf}/${partition}/partition`]: '1\n' });
    symlinkSync(`../../block/${partOf}/${partition}`, path.join(dir, 'class/block', partition));
  }
  for (const [link, name] of Object.entries(machine.links ?? {})) {
    mkdirSync(path.dirname(path.join(dir, 'links', link)), { recursive: true });
    symlinkSync(`../../${name}`, path.join(dir, 'links', link));
  }
  const settings = {
    medium_device: `/dev/${medium}`,
    TFR_DISK_KINDS: machine.kinds ?? deviceTable,
    TFR_DISKS: machine.named.join(' '),
    TFR_PARTITIONS: machine.table ?? table.join('\n').replaceAll(' sda ', ` ${machine.named[0]} `),
    TFR_REST_MIN_MIB: '128',
    TFR_SECTOR_SIZES: machine.sectorSizes ?? '512',
  };
  return runProgram('unshare', ['-m', 'sh', packageFile('test/device/disks-lab.sh')], {
    env: {
      MACHINE: dir,
      SCRIPT: disksScript,
      SHELL: shell,
    },
    input: Object.entries(settings)
      .map(([name, value]) => `${name}=${quote(value)}\n`)
      .join(''),
  });
}
