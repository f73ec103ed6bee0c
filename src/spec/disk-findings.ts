import { duplicates } from './duplicates.js';
import { errorAt, type Finding } from './finding.js';
import { listFix, valueFix } from './fix.js';
import type { DataPartition, ImageSpec } from './image-spec.js';
import { didYouMean, nearest } from './nearest.js';

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
