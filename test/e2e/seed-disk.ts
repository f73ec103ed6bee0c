import { rmSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from '../helpers/run-program.js';
import { writeTree } from '../helpers/scratch.js';
import { partitionOf } from './device.js';

/** What a device of tmpfsroot-fedora has in its /persist. */
export const seedPersist = { serial: 'device 7\n' };

const sizes = { esp: 200, root: 2048, docker: 8192, log: 2048, opt: 2048, cache: 4096, persist: 200 };

/** Its partitions; identifiers and labels are those of its kickstart template, which are the same on every device. */
const partitions = [
  { name: 'efi', MiB: sizes.esp, make: ['mkfs.vfat', '-F', '32'] },
  { name: 'root', MiB: sizes.root, make: ['mkfs.ext4', '-q', '-U', '64eb4db5-3385-46a5-a3d5-c48197a53555'] },
  { name: 'root2', MiB: sizes.root, make: ['mkfs.ext4', '-q', '-U', 'd2ada949-7fff-4257-91e9-793b25b0df02'] },
  { name: 'docker', MiB: sizes.docker, make: ['mkfs.btrfs', '-q', '-L', 'var_lib_docker'] },
  { name: 'cache', MiB: sizes.cache, make: ['mkfs.btrfs', '-q', '-L', 'var_cache'] },
  { name: 'opt', MiB: sizes.opt, make: ['mkfs.btrfs', '-q', '-L', 'opt'] },
  { name: 'log', MiB: sizes.log, make: ['mkfs.ext4', '-q', '-U', 'ff9691f9-7c97-4411-8f44-12685ee4a006'] },
  {
    name: 'persist',
    MiB: sizes.persist,
    make: ['mkfs.ext4', '-q', '-U', 'ff9691f9-7c97-4411-8f44-12685ee4a003', '-d', 'persist'],
  },
];

/** Gives an empty disk image the partitions of a device that tmpfsroot-fedora installed. */
export function writeSeedDisk(disk: string): void {
  const dir = `${disk}.parts`;
  const lines = partitions.map(({ name, MiB }) => `size=${MiB}MiB, name=${name}`);
  mustRun('sfdisk', ['-q', disk], { input: `label: gpt\n${lines.join('\n')}\n` });
  writeTree(path.join(dir, 'persist'), seedPersist);
  for (const { name, MiB, make } of partitions) {
    const file = path.join(dir, `${name}.img`);
    const [program = '', ...args] = make;
    mustRun('truncate', ['-s', `${MiB}M`, file]);
    mustRun(program, [...args, file], { cwd: dir });
    const seek = partitionOf(disk, name).start;
    mustRun('dd', [
      `if=${file}`,
      `of=${disk}`,
      'bs=1M',
      'conv=sparse,notrunc',
      'oflag=seek_bytes',
      `seek=${seek}`,
    ]);
  }
  rmSync(dir, { recursive: true });
}
