import { duplicates } from './duplicates.js';
import { errorAt, type Finding, warningAt } from './finding.js';
import { listFix, sizeFix, valueFix } from './fix.js';
import type { DataPartition, ImageSpec } from './image-spec.js';
import { didYouMean, nearest } from './nearest.js';
import { leastMiB } from './partition-table.js';
import { formatMiB } from './sizes.js';

/** What kernel, initramfs and services need besides the root in memory; an estimate, MiB. */
export const systemMemoryMiB = 256;
/** A root below holds no Fedora system worth proposing; an estimate, MiB. */
const usefulRootMiB = 1024;
/** Memory comes in such steps, MiB. */
const memoryStepMiB = 1024;

/** What is wrong with the names of the disks, and with which partition lives where. */
export function diskFindings(spec: ImageSpec): Finding[] {
  const { devices, main } = spec.disks;
  const [first] = devices;
  if (first === undefined) {
    return [
      errorAt(
        'disks.devices',
        'No disk is named.',
        'Name at least one: `--disk sda`.',
        listFix('disks.devices', [main]),
      ),
    ];
  }
  const findings = duplicates('disks.devices', devices, 'disk');
  if (!devices.includes(main)) {
    findings.push(
      errorAt(
        'disks.main',
        `The main disk \`${main}\` is not among the disks \`${devices.join(',')}\`.`,
        `${didYouMean(main, devices)}Take one of them, or add it: \`--disk ${[...devices, main].join(',')}\`.`,
        valueFix('disks.main', nearest(main, devices, 1)[0] ?? first),
      ),
    );
  }
  for (const [name, device] of Object.entries(spec.partitions.disks) as [DataPartition, string][]) {
    if (devices.includes(device)) continue;
    const otherwise = devices.includes(main) ? main : first;
    findings.push(
      errorAt(
        `partitions.disks.${name}`,
        `The disk \`${device}\` of ${name} is not among the disks \`${devices.join(',')}\`.`,
        `${didYouMean(device, devices)}Take one of them, or add it to \`disks.devices\`.`,
        valueFix(`partitions.disks.${name}`, nearest(device, devices, 1)[0] ?? otherwise),
      ),
    );
  }
  return findings;
}

/** Whether the root can be in the memory of the device. */
export function memoryFindings(spec: ImageSpec): Finding[] {
  const { memoryMiB, headroomMiB } = spec.device;
  const { root } = spec.partitions.sizes;
  const forContent = memoryMiB - headroomMiB - systemMemoryMiB;
  const rootMiB = root === 'rest' ? leastMiB('root', spec.disks.sectorSize) : root;
  const needed = headroomMiB + systemMemoryMiB + Math.max(rootMiB, 1);
  const moreMemory = sizeFix('device.memoryMiB', Math.ceil(needed / memoryStepMiB) * memoryStepMiB);
  if (forContent <= 0) {
    return [
      errorAt(
        'device.memoryMiB',
        `${formatMiB(memoryMiB)} of memory leave nothing for the root: ${formatMiB(headroomMiB)} are headroom, and the system needs about ${formatMiB(systemMemoryMiB)}.`,
        'Give the device more memory, or set a smaller `device.headroomMiB`.',
        moreMemory,
      ),
    ];
  }
  if (root === 'rest' || root <= forContent) return [];
  return [
    warningAt(
      'device.memoryMiB',
      `A root that fills its slot of ${formatMiB(root)} would not fit into ${formatMiB(memoryMiB)} of memory; ${formatMiB(forContent)} are left for it.`,
      'The build stops when the content does not fit. Set a smaller root, or give the device more memory.',
      forContent >= usefulRootMiB ? sizeFix('partitions.sizes.root', forContent) : moreMemory,
    ),
  ];
}
