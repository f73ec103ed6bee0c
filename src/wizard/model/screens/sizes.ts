import { later } from '../../../base/language/texts.js';
import type { SizedPartition } from '../../../config/image-spec.js';
import { isOptional, leastMiB, sizedPartitions } from '../../../config/partitions/partition-sizes.js';
import { type Field, specField } from '../fields.js';
import { stepSize } from '../step-size.js';
import { fieldSummary } from './field-summary.js';
import type { Screen } from './screen.js';

/** Sizes of all partitions. */
export const sizesScreen: Screen = {
  id: 'sizes',
  title: later`Partition sizes`,
  shortTitle: later`Sizes`,
  keys: 'sizes',
  help: [
    [
      later`Write sizes as \`8G\`, \`2.5 GiB\`, \`200M\` or \`8192\` (MiB). \`rest\` gives one data partition all that the others leave.`,
      { keys: later`Left and right step.` },
    ],
    later`Partitions start on whole MiB behind the partition table, with a copy of the table at the end of the disk.`,
    later`A broken data partition is repaired at boot, and formatted if the repair fails. \`heal\` in tmpfsroot.json can forbid both.`,
  ],
  fields: () => fields,
  paths: ['partitions.sizes', 'disks.sizeMiB'],
  summary: ({ spec }) => fieldSummary(spec, 'sizes'),
};

const fields: readonly Field[] = sizedPartitions.map(sizeField);

function sizeField(name: SizedPartition): Field {
  const path = `partitions.sizes.${name}`;
  return specField(path, {
    step: (spec, by) => stepSize(spec, path, by, leastMiB(name, spec.disks.sectorSize), isOptional(name)),
  });
}
