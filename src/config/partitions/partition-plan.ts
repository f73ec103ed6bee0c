import { errorAt, type Finding, mostFindings, warningAt } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { defaultSpec } from '../defaults.js';
import { formatMiB, sizeText } from '../fields/sizes.js';
import { listFix, sizeFix } from '../findings/fix.js';
import type { DataPartition, PartitionName, SizedPartition } from '../image-spec.js';
import type { RootSpec } from '../spec-parts.js';
import type { PartitionKind } from './partition-record.js';
import { isOptional, leastMiB, sizingOf } from './partition-sizes.js';
import { dataPartitions, isDataPartition, partitionNames, partitionTable } from './partition-table.js';

export interface PlannedPartition extends PartitionKind {
  sizedBy: SizedPartition;
  name: PartitionName;
  /** Number in the partition table of its disk, from 1. */
  number: number;
  startSector: number;
  sectors: number;
  sizeMiB: number;
  /**
   * Takes all that the others leave of a real disk. Such a partition lies last on its disk, whatever its
   * number, so that an installer needs no arithmetic: it simply goes on to the end.
   */
  takesRest: boolean;
}

export interface PlannedDisk {
  /** As in the spec's `disks.devices`. */
  device: string;
  main: boolean;
  sectorSize: 512 | 4096;
  sectors: number;
  sizeMiB: number;
  /** Smallest disk that this plan fits on, with `rest` at its least. */
  smallestMiB: number;
  /** What the plan leaves unused, between the last partition and the backup table. */
  freeMiB: number;
  /** Sectors that partitions may use, both ends included. */
  firstUsableSector: number;
  lastUsableSector: number;
  /** In the order of their numbers. */
  partitions: PlannedPartition[];
}

export interface DiskPlan {
  /** In the order of the spec's `disks.devices`. */
  disks: PlannedDisk[];
  smallestMainMiB: number;
  /** Unused space of the main disk. */
  freeMiB: number;
  /** Errors when it cannot be built so, with what would fit. */
  findings: Finding[];
}

const bytesPerMiB = 1024 * 1024;
/** Protective MBR, header and entries fit into the first MiB; partitions start on whole MiB. */
const frontMiB = 1;
/** Header and entries once more at the end: less than one MiB, but whole MiB stay whole so. */
const backMiB = 1;

/**
 * Lays the partitions of a spec out on its disks as a real GPT: 128 entries at both ends, partitions on whole MiB,
 * for 512 or 4096 byte sectors. A disk of unknown size is planned as the smallest that fits, with the default
 * size for `rest`. Always answers; a plan that cannot be built has errors among its findings.
 */
export function planDisks(spec: RootSpec): DiskPlan {
  const findings = sizeFindings(spec);
  // One that is named twice, which is an error of its own, is one disk.
  const disks = [...new Set(spec.disks.devices)].map((device) => planDisk(spec, device, findings));
  const main = disks.find((disk) => disk.main);
  return { disks, smallestMainMiB: main?.smallestMiB ?? 0, freeMiB: main?.freeMiB ?? 0, findings };
}

/** The partition of that name, or null where size 0 leaves it out. */
export function findPartition(
  plan: DiskPlan,
  name: PartitionName,
): { disk: PlannedDisk; partition: PlannedPartition } | null {
  for (const disk of plan.disks) {
    const partition = disk.partitions.find((candidate) => candidate.name === name);
    if (partition !== undefined) return { disk, partition };
  }
  return null;
}

function planDisk(spec: RootSpec, device: string, findings: Finding[]): PlannedDisk {
  const { sectorSize } = spec.disks;
  const sizes = spec.partitions.sizes;
  const main = device === spec.disks.main;
  const names = partitionNames.filter(
    (name) => diskOf(spec, name) === device && sizes[partitionTable[name].sizedBy] !== 0,
  );
  const restName = names.find((name) => sizes[partitionTable[name].sizedBy] === 'rest');
  const fixed = names.filter((name) => name !== restName);
  const fixedMiB = fixed.reduce((sum, name) => sum + fixedSize(spec, name), frontMiB + backMiB);
  const restLeast = restName === undefined ? 0 : leastMiB(partitionTable[restName].sizedBy, sectorSize);
  const restDefault = restName === undefined ? 0 : defaultSize(partitionTable[restName].sizedBy);
  const smallestMiB = fixedMiB + restLeast;
  const sizeMiB = (main ? spec.disks.sizeMiB : null) ?? fixedMiB + restDefault;
  const restMiB = restName === undefined ? 0 : Math.max(restLeast, sizeMiB - fixedMiB);

  if (sizeMiB < smallestMiB) findings.push(tooSmall(spec, device, sizeMiB, smallestMiB));
  // Each has the list of the others.
  if (names.length === 0 && findings.length <= mostFindings) findings.push(unused(spec, device));

  const perMiB = bytesPerMiB / sectorSize;
  let nextMiB = frontMiB;
  const placed = [...fixed, ...(restName === undefined ? [] : [restName])].map((name): PlannedPartition => {
    const partitionMiB = name === restName ? restMiB : fixedSize(spec, name);
    const startSector = nextMiB * perMiB;
    nextMiB += partitionMiB;
    return {
      ...partitionTable[name],
      name,
      number: names.indexOf(name) + 1,
      startSector,
      sectors: partitionMiB * perMiB,
      sizeMiB: partitionMiB,
      takesRest: name === restName,
    };
  });
  const entrySectors = (128 * 128) / sectorSize;
  return {
    device,
    main,
    sectorSize,
    sectors: sizeMiB * perMiB,
    sizeMiB,
    smallestMiB,
    freeMiB: Math.max(0, sizeMiB - backMiB - nextMiB),
    firstUsableSector: 2 + entrySectors,
    lastUsableSector: sizeMiB * perMiB - entrySectors - 2,
    partitions: placed.sort((a, b) => a.number - b.number),
  };
}

function diskOf(spec: RootSpec, name: PartitionName): string {
  return (isDataPartition(name) ? spec.partitions.disks[name] : undefined) ?? spec.disks.main;
}

/** Size of a partition that is not the one with `rest`. */
function fixedSize(spec: RootSpec, name: PartitionName): number {
  const { sizedBy } = partitionTable[name];
  const size = spec.partitions.sizes[sizedBy];
  return size === 'rest' ? leastMiB(sizedBy, spec.disks.sectorSize) : size;
}

function defaultSize(name: SizedPartition): number {
  return defaultSpec().partitions.sizes[name] as number;
}

function sizeFindings(spec: RootSpec): Finding[] {
  const findings: Finding[] = [];
  const { sizes } = spec.partitions;
  const names = Object.keys(sizes) as SizedPartition[];
  for (const name of names) {
    const size = sizes[name];
    const path = `partitions.sizes.${name}`;
    const least = leastMiB(name, spec.disks.sectorSize);
    if (size === 'rest') {
      if (!isDataPartition(name)) {
        const usual = defaultSpec(spec.disks).partitions.sizes[name] as number;
        findings.push(
          errorAt(
            path,
            t`\`rest\` cannot be the size of ${name}: it has one size on every disk.`,
            t`Give a size such as \`${sizeText(usual)}\`; \`rest\` is for log, opt, cache or docker.`,
            sizeFix(path, usual),
          ),
        );
      }
    } else if (size < least && !(size === 0 && isOptional(name))) {
      const leaveOut = isOptional(name) ? t`, or \`0\` to leave it out` : '';
      const { fileSystem } = partitionTable[sizingOf(name).partition];
      findings.push(
        errorAt(
          path,
          t`${formatMiB(size)} is too small for the ${fileSystem} file system of ${name} on ${spec.disks.sectorSize}-byte sectors.`,
          t`Give at least \`${sizeText(least)}\`${leaveOut}.`,
          sizeFix(path, least),
        ),
      );
    }
  }
  const rests = names.filter((name) => sizes[name] === 'rest');
  for (const name of rests.slice(1)) {
    const shared = sharedRest(spec, name);
    findings.push(
      errorAt(
        `partitions.sizes.${name}`,
        t`Only one partition can take the rest, and ${rests[0]} has it already.`,
        t`Give a size such as \`${sizeText(shared)}\`.`,
        sizeFix(`partitions.sizes.${name}`, shared),
      ),
    );
  }
  return findings;
}

/** A size for a second partition with `rest`: its default, on a full disk half of what they have together. */
function sharedRest(spec: RootSpec, name: SizedPartition): number {
  const usual = defaultSize(name);
  const { sizeMiB, main, sectorSize } = spec.disks;
  const of = (one: SizedPartition) => spec.partitions.sizes[one];
  const isThere = (one: PartitionName) =>
    diskOf(spec, one) === main && of(partitionTable[one].sizedBy) !== 'rest';
  if (sizeMiB === null || diskOf(spec, sizingOf(name).partition) !== main) return usual;
  const fixedMiB = partitionNames.filter(isThere).reduce((sum, one) => sum + fixedSize(spec, one), 0);
  const leftMiB = sizeMiB - frontMiB - backMiB - fixedMiB;
  return Math.max(leastMiB(name, sectorSize), Math.min(usual, Math.floor(leftMiB / 2)));
}

function tooSmall(spec: RootSpec, device: string, sizeMiB: number, smallestMiB: number): Finding {
  const excess = smallestMiB - sizeMiB;
  const shrunk = shrunkPartition(spec, device, excess);
  const otherwise =
    shrunk === null
      ? t`make several partitions smaller`
      : t`make ${shrunk.name} no larger than \`${sizeText(shrunk.sizeMiB)}\``;
  return errorAt(
    'disks.sizeMiB',
    t`The partitions on \`${device}\` need ${formatMiB(smallestMiB)}, which is ${formatMiB(excess)} more than the disk's ${formatMiB(sizeMiB)}.`,
    t`Take a disk of \`${sizeText(smallestMiB)}\`, or ${otherwise}.`,
    shrunk === null
      ? sizeFix('disks.sizeMiB', smallestMiB)
      : sizeFix(`partitions.sizes.${shrunk.name}`, shrunk.sizeMiB),
  );
}

/** The largest data partition of the disk, made so much smaller that the plan fits; null if none can be. */
function shrunkPartition(
  spec: RootSpec,
  device: string,
  excess: number,
): { name: DataPartition; sizeMiB: number } | null {
  const { sizes } = spec.partitions;
  const candidates = dataPartitions
    .filter((name) => diskOf(spec, name) === device && sizes[name] !== 'rest')
    .map((name) => ({ name, sizeMiB: (sizes[name] as number) - excess }))
    .filter(({ name, sizeMiB }) => sizeMiB >= leastMiB(name, spec.disks.sectorSize))
    .sort((a, b) => b.sizeMiB - a.sizeMiB);
  return candidates[0] ?? null;
}

function unused(spec: RootSpec, device: string): Finding {
  const { devices } = spec.disks;
  // A partition that size 0 leaves out may still be meant for it.
  const isMeant = Object.values(spec.partitions.disks).includes(device);
  return warningAt(
    `disks.devices[${devices.indexOf(device)}]`,
    t`No partition lives on \`${device}\`, but the installer will wipe it because it is named.`,
    t`Put a partition there: \`--docker-disk ${device}\`. Or do not name the disk.`,
    isMeant
      ? undefined
      : listFix(
          'disks.devices',
          devices.filter((other) => other !== device),
        ),
  );
}
