import { errorAt, type Finding, findingsFor } from '../../base/finding.js';
import { later, t } from '../../base/language/texts.js';
import type { ImageSpec } from '../image-spec.js';
import { partitionTable } from '../partitions/partition-table.js';
import { duplicates } from './duplicates.js';
import { listFix } from './fix.js';

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
  const all = new Set(persist);
  const wrong = persist.flatMap((path, index) => {
    const problem = problemOf(path, all);
    return problem === null ? [] : [{ problem, index }];
  });
  return [
    ...duplicates('persist', persist, later`path`),
    ...findingsFor(wrong, ({ problem: { what, remedy }, index }) => {
      const others = persist.filter((_, other) => other !== index);
      return errorAt(`persist[${index}]`, what, remedy, listFix('persist', others));
    }),
  ];
}

function problemOf(path: string, all: ReadonlySet<string>): { what: string; remedy: string } | null {
  const mount = mounts.find((point) => isWithin(path, point) || isWithin(point, path));
  if (mount !== undefined) {
    return {
      what: t`\`${path}\` cannot be kept: \`${mount}\` is mounted by itself on the device.`,
      remedy: t`Name files and folders of the root, such as \`/etc/chrony.keys\`.`,
    };
  }
  const own = ofTheStart.find((file) => isWithin(path, file) || isWithin(file, path));
  if (own !== undefined) {
    return {
      what: t`\`${path}\` cannot be kept: \`${own}\` belongs to the image, or is written at each start.`,
      remedy: t`Name the single files and folders below it that are this device's own.`,
    };
  }
  const above = foldersAbove(path).find((folder) => all.has(folder));
  return above === undefined
    ? null
    : { what: t`\`${path}\` is kept with \`${above}\` already.`, remedy: t`Remove one of them.` };
}

/** `/etc` and `/etc/a` of `/etc/a/b`. */
function foldersAbove(path: string): string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index)).filter((folder) => folder !== '');
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
