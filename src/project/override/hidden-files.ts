import { sentences, t } from '../../base/language/texts.js';
import { shownPath } from '../../base/text/path-text.js';
import type { ImageSpec, PartitionName, SizedPartition } from '../../config/image-spec.js';
import { holdSlots, isInstaller } from '../../config/outputs.js';
import { planDisks } from '../../config/partitions/partition-plan.js';
import { isOptional } from '../../config/partitions/partition-sizes.js';
import { partitionTable } from '../../config/partitions/partition-table.js';

/** A folder of the root over which the device mounts a partition, so that nobody sees what the image has there. */
export interface CoveredFolder {
  name: PartitionName;
  /** `/opt` */
  mountPoint: string;
  /** What to do with a project's own files there, and with those of packages, in sentences. */
  remedies: { own: string; packages: string };
}

/**
 * The folders that partitions cover; none where only Anaconda installs, which mounts them before it writes any file.
 */
export function coveredFolders(spec: ImageSpec): CoveredFolder[] {
  if (!holdSlots(spec.outputs, spec.install.method)) return [];
  const runsHooks = spec.install.method !== 'anaconda' && spec.outputs.some(isInstaller);
  const partitions = planDisks(spec).disks.flatMap((disk) => disk.partitions);
  return (
    partitions
      // The second ESP is mounted where the first one is.
      .filter(({ role, size }) => role !== 'slot' && size !== null)
      .map(({ name, sizedBy, mountPoint }) => {
        return { name, mountPoint, remedies: remediesFor(sizedBy, mountPoint, runsHooks) };
      })
  );
}

function remediesFor(
  name: SizedPartition,
  mountPoint: string,
  runsHooks: boolean,
): CoveredFolder['remedies'] {
  if (!isOptional(name)) {
    const own = runsHooks
      ? t`Put them elsewhere in the image, for example below \`/usr/share\`: a script of \`install-hooks.d\` can copy them to \`/mnt/sysimage${mountPoint}\` on the device.`
      : t`Put them elsewhere in the image, for example below \`/usr/share\`: a service of the image can copy them to \`${mountPoint}\` at the first start.`;
    return { own, packages: t`Leave the package out.` };
  }
  const kept = t`Set \`--${name}-size 0\`, which leaves the partition out and keeps them in the root.`;
  const elsewhere = runsHooks
    ? t`Or have them elsewhere in the image, for example below \`/usr/share\`: a script of \`install-hooks.d\` can copy them to \`/mnt/sysimage${mountPoint}\` on the device.`
    : t`Or have them elsewhere in the image, for example below \`/usr/share\`: a service of the image can copy them to \`${mountPoint}\` at the first start.`;
  return { own: sentences(kept, elsewhere), packages: sentences(kept, t`Or leave the package out.`) };
}

/** Whether a path (relative to the root) lies below a covered folder. */
export function isBelow(path: string, { mountPoint }: CoveredFolder): boolean {
  return path.startsWith(`${mountPoint.slice(1)}/`);
}

/** Below which of them packages must have no files either: on `/var/log`, `/var/cache` and the ESP they do without. */
export function neededAbove(covered: readonly CoveredFolder[]): CoveredFolder[] {
  return covered.filter(({ name }) => partitionTable[name].use?.packagesDoWithout === false);
}

/**
 * Sorts out the files that are hidden: for each covered folder that has some, the first one and how many there are.
 * `place` is a path relative to the root.
 */
export function filesHidden<File extends { place: string }>(
  files: readonly File[],
  covered: readonly CoveredFolder[],
): { folder: CoveredFolder; first: File; count: number }[] {
  return covered.flatMap((folder) => {
    const hidden = files.filter(({ place }) => isBelow(place, folder));
    const [first] = hidden;
    return first === undefined ? [] : [{ folder, first, count: hidden.length }];
  });
}

/**
 * What is said of files that nobody would see, wherever it is found out.
 * @param first one of them, in words: `/opt/acme/app.conf`, `/opt/acme/app.conf of the package acme-1.0`
 * @param count how many there are, with that one
 */
export function hiddenFiles(
  first: string,
  count: number,
  { mountPoint, remedies }: CoveredFolder,
  of: keyof CoveredFolder['remedies'] = 'own',
): { what: string; remedy: string } {
  const shown = shownPath(first);
  return {
    what:
      count === 1
        ? t`${shown} would be hidden by the partition that the device mounts on ${mountPoint}.`
        : t`${shown} and ${count - 1} more below ${mountPoint} would be hidden by the partition that the device mounts on ${mountPoint}.`,
    remedy: remedies[of],
  };
}
