import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type PartitionName, partitionTable } from '../../src/config/partitions/partition-table.js';
import { dataExt4Arguments, fatArguments, slotExt4Arguments } from '../../src/image/disk/file-systems.js';
import { partitionUuid } from '../../src/image/disk/partition-ids.js';
import { firstState } from '../../src/slots/boot-state.js';
import { firstBlocks, guardBytes, guardedCopies } from '../../src/slots/environment-block.js';
import { mustRun } from '../helpers/run-program.js';
import { writeTree } from '../helpers/scratch.js';

const id = '1234-4abc-8def-0123456789ab';
const uuid = '11111111-2222-4333-8444-555555555555';

/** Partitions of the lab's disk and their sizes in MiB: no more than their file systems need. */
const sizes = {
  ...{ esp: 34, rootA: 40, rootB: 40, persist: 16, log: 32, opt: 128, esp2: 34 },
} as const satisfies Partial<Record<PartitionName, number>>;

/** Makes a raw disk as an installation leaves it, with slots that hold little. */
export function makeLabDisk(file: string): void {
  const work = `${file}.parts`;
  mkdirSync(work);
  const names = Object.keys(sizes) as (keyof typeof sizes)[];
  const lines = names.map((name) => {
    const { typeGuid, label } = partitionTable[name];
    return `size=${sizes[name]}MiB, type=${typeGuid}, uuid=${partitionUuid(id, name)}, name="${label}"`;
  });
  const total = Object.values(sizes).reduce<number>((sum, size) => sum + size, 2);
  mustRun('truncate', ['-s', `${total}M`, file]);
  mustRun('sfdisk', ['-q', file], { input: ['label: gpt', ...lines, ''].join('\n') });
  const esp = path.join(work, 'esp');
  makeEspTree(esp);
  makeSlot(path.join(work, 'slot'));
  let start = 1;
  for (const name of names) {
    const part = path.join(work, `${name}.img`);
    mustRun('truncate', ['-s', `${sizes[name]}M`, part]);
    const { role, fsLabel, label } = partitionTable[name];
    if (role === 'esp') {
      mustRun('mkfs.vfat', [...fatArguments(fsLabel, '12345678', 512), part]);
      mustRun('mmd', ['-i', part, '::/EFI', '::/EFI/fedora', '::/EFI/tfr']);
      for (const file of guardedCopies) mustRun('mcopy', ['-i', part, path.join(esp, file), `::/${file}`]);
      mustRun('mcopy', ['-i', part, '-s', '-Q', '-n', '-o', path.join(esp, 'EFI'), '::/']);
    } else if (role === 'slot') {
      mustRun('cp', [path.join(work, 'slot'), part]);
    } else if (partitionTable[name].fileSystem === 'ext4') {
      mustRun('mkfs.ext4', [...dataExt4Arguments(label, uuid), part]);
    }
    mustRun('dd', [
      `if=${part}`,
      `of=${file}`,
      'bs=1M',
      `seek=${start}`,
      'conv=notrunc,sparse',
      'status=none',
    ]);
    start += sizes[name];
  }
  rmSync(work, { recursive: true });
}

/** The boot loader here is words, which nothing runs. */
function makeEspTree(dir: string): void {
  const words = (text: string, bytes: number) => Buffer.alloc(bytes, `${text} `);
  const [shim, grub, config] = [words('shim', 90_000), words('grub', 400_000), words('source', 400)];
  writeTree(dir, {
    ...{ 'EFI/BOOT/BOOTX64.EFI': shim, 'EFI/BOOT/grubx64.efi': grub, 'EFI/BOOT/grub.cfg': config },
    ...{ 'EFI/fedora/shimx64.efi': shim, 'EFI/fedora/grubx64.efi': grub, 'EFI/fedora/grub.cfg': config },
    'EFI/tfr/grub.cfg.gz': words('configuration', 40_000),
    ...Object.fromEntries(guardedCopies.map((file) => [file, Buffer.alloc(guardBytes)])),
    ...Object.fromEntries(firstBlocks(firstState).map(({ path: file, content }) => [file, content])),
  });
}

/** An image as src/image/slot/slot-image.ts makes it, with little in it. */
function makeSlot(file: string): void {
  const tree = `${file}.tree`;
  const noise = (name: string, bytes: number) =>
    mustRun('sh', ['-euc', 'head -c "$1" /dev/urandom >"$2"', 'sh', String(bytes), path.join(tree, name)]);
  writeTree(tree, {
    'usr/lib/tmpfsroot/image.conf': 'TFR_ENTRIES=10\nTFR_FILES=3\n',
    'boot/.keep': '',
    'usr/bin/.keep': '',
  });
  rmSync(path.join(tree, 'boot/.keep'));
  rmSync(path.join(tree, 'usr/bin/.keep'));
  noise('usr/bin/bash', 6_000_000);
  noise('boot/initramfs.img', 2_000_000);
  noise('boot/vmlinuz', 2_000_000);
  writeFileSync(path.join(tree, 'usr/lib/tmpfsroot/boot.b2'), '');
  mustRun('sh', [
    ...[
      '-euc',
      'cd "$1"; b2sum boot/* >"$2/boot.b2"; b2sum usr/bin/bash "$2/image.conf" "$2/boot.b2" >"$2/files.b2"',
    ],
    ...['sh', tree, 'usr/lib/tmpfsroot'],
  ]);
  mustRun('truncate', ['-s', `${sizes.rootA}M`, file]);
  mustRun('mke2fs', ['-t', 'ext4', ...slotExt4Arguments('tfr-root', uuid, 200), '-d', tree, file]);
}
