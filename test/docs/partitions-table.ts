import { formatMiB } from '../../src/config/fields/sizes.js';
import { sizingOf } from '../../src/config/partitions/partition-sizes.js';
import {
  type PartitionName,
  partitionNames,
  partitionTable,
} from '../../src/config/partitions/partition-table.js';

/** The partitions of a device as a table of Markdown, from the one table that the program has. */
export function partitionsMarkdown(): string {
  const rows = partitionNames.map((name) => {
    const { fileSystem, label, idHead, use, manual } = partitionTable[name];
    const cells = [
      ...[manual.point, sizeOf(name), fileSystem === 'vfat' ? 'FAT32' : fileSystem],
      ...[`\`${label}\``, `\`${idHead}-\``],
      ...(use === null ? ['', ''] : [`\`${use.options}\``, `${use.standInMiB} MiB`]),
      manual.use,
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
  const { usual, variable } = sizingOf(partitionTable[name].sizedBy);
  if (variable !== undefined) return `\`${variable}\``;
  const [size, large] = [formatMiB(usual[512]), formatMiB(usual[4096])];
  return size === large ? size : `${size}, ${large} with 4096-byte sectors`;
}
