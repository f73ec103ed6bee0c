import { errorAt, type Finding } from '../../base/finding.js';
import { later, t } from '../../base/language/texts.js';
import { didYouMean, nearest } from '../../base/nearest.js';
import type { DataPartition, ImageSpec } from '../image-spec.js';
import { duplicates } from './duplicates.js';
import { listFix, valueFix } from './fix.js';

/** What is wrong with the names of the disks, and with which partition lives where. */
export function diskFindings(spec: ImageSpec): Finding[] {
  const { devices, main } = spec.disks;
  const [first] = devices;
  if (first === undefined) {
    return [
      errorAt(
        'disks.devices',
        t`No disk is named.`,
        t`Name at least one: \`--disk sda\`.`,
        listFix('disks.devices', [main]),
      ),
    ];
  }
  const findings = duplicates('disks.devices', devices, later`disk`);
  if (!devices.includes(main)) {
    findings.push(
      errorAt(
        'disks.main',
        t`The main disk \`${main}\` is not among the disks \`${devices.join(',')}\`.`,
        didYouMean(main, devices) +
          t`Take one of them, or add it: \`--disk ${[...devices, main].join(',')}\`.`,
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
        t`The disk \`${device}\` of ${name} is not among the disks \`${devices.join(',')}\`.`,
        didYouMean(device, devices) + t`Take one of them, or add it to \`--disk\`.`,
        valueFix(`partitions.disks.${name}`, nearest(device, devices, 1)[0] ?? otherwise),
      ),
    );
  }
  return findings;
}
