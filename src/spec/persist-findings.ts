import { duplicates } from './duplicates.js';
import { errorAt, type Finding } from './finding.js';
import { listFix } from './fix.js';
import type { ImageSpec } from './image-spec.js';
import { partitionTable } from './partition-table.js';

/** Folders that are mounted on every device, whatever its partitions. */
const mounts = [
  ...['/boot', '/dev', '/proc', '/run', '/sys', '/tmp'],
  ...Object.values(partitionTable)
    .map(({ mountPoint }) => mountPoint)
    .filter((point) => point !== '/'),
];

/** What the initramfs writes at each start, and the programs and facts of the image itself. */
const ofTheStart = ['/etc/fstab', '/etc/machine-id', '/etc/rootfs-id', '/usr/bin', '/usr/lib', '/usr/lib64'];

/** What is wrong with the paths that the device shall keep. */
export function persistFindings({ persist }: Pick<ImageSpec, 'persist'>): Finding[] {
  return [...duplicates('persist', persist, 'path'), ...persist.flatMap(findingOf)];
}

function findingOf(path: string, index: number, all: readonly string[]): Finding[] {
  const problem = problemOf(path, all);
  if (problem === null) return [];
  const others = all.filter((_, other) => other !== index);
  return [errorAt(`persist[${index}]`, problem.what, problem.remedy, listFix('persist', others))];
}

function problemOf(path: string, all: readonly string[]): { what: string; remedy: string } | null {
  const mount = mounts.find((point) => isWithin(path, point) || isWithin(point, path));
  if (mount !== undefined) {
    return {
      what: `\`${path}\` cannot be kept: \`${mount}\` is mounted by itself on the device.`,
      remedy: 'Name files and folders of the root, such as `/etc/chrony.keys`.',
    };
  }
  const own = ofTheStart.find((file) => isWithin(path, file) || isWithin(file, path));
  if (own !== undefined) {
    return {
      what: `\`${path}\` cannot be kept: \`${own}\` belongs to the image, or is written at each start.`,
      remedy: "Name the single files and folders below it that are this device's own.",
    };
  }
  const above = all.find((other) => other !== path && isWithin(path, other));
  return above === undefined
    ? null
    : { what: `\`${path}\` is kept with \`${above}\` already.`, remedy: 'Remove one of them.' };
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
