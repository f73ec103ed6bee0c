import { defaultSpec } from '../../src/spec/defaults.js';
import { type PartitionName, partitionNames } from '../../src/spec/image-spec.js';
import { partitionTable } from '../../src/spec/partition-table.js';
import { formatMiB } from '../../src/spec/sizes.js';

/** What only the manual says of a partition. */
const uses: Readonly<Record<PartitionName, string>> = {
  esp: 'shim, GRUB; not mounted',
  rootA: 'root image; copied into memory, not mounted',
  rootB: 'the same image',
  persist: 'persistent data, read-only; repaired at boot, never formatted',
  log: 'logs; repaired or formatted at boot',
  opt: 'applications; size 0 leaves it out',
  cache: 'caches; size 0 leaves it out',
  docker: 'Docker; size 0 leaves it out',
  esp2: 'the same files once more; not mounted',
};

const points: Partial<Record<PartitionName, string>> = {
  esp: '(ESP)',
  rootA: '/ (A)',
  rootB: '/ (B)',
  esp2: '(second ESP)',
};

/** The partitions of a device as a table of Markdown, from the one table that the program has. */
export function partitionsMarkdown(): string {
  const rows = partitionNames.map((name) => {
    const { fileSystem, mountPoint, label, idHead, use } = partitionTable[name];
    const cells = [
      ...[points[name] ?? mountPoint, sizeOf(name), fileSystem === 'vfat' ? 'FAT32' : fileSystem],
      ...[`\`${label}\``, `\`${idHead}-\``],
      ...(use === null ? ['', ''] : [`\`${use.options}\``, `${use.standInMiB} MiB`]),
      uses[name],
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| mount point | size | file system | label | PARTUUID | mount options | stand-in | use |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function sizeOf(name: PartitionName): string {
  const { sizedBy } = partitionTable[name];
  const size = formatMiB(Number(defaultSpec().partitions.sizes[sizedBy]));
  switch (name) {
    case 'esp':
    case 'esp2':
      return `${size}, 260 MiB with 4096-byte sectors`;
    case 'rootA':
    case 'rootB':
    case 'persist':
      return size;
    default:
      return `\`PARTSIZE_${name.toUpperCase()}\``;
  }
}
