import type { SizedPartition } from '../../spec/image-spec.js';
import { isOptional, leastMiB, partitionTable } from '../../spec/partition-table.js';
import { type Field, specField } from '../fields.js';
import { stepSize } from '../step-size.js';
import type { Screen } from './screen.js';

/** Sizes in the order of the partition table; both root slots have one. */
export const sizedPartitions: readonly SizedPartition[] = [
  'esp',
  'root',
  'persist',
  'log',
  'opt',
  'cache',
  'docker',
];

/** What each partition is for, in the words of the device. */
export const purposes: Readonly<Record<SizedPartition, string>> = {
  esp: 'EFI system partition: shim, GRUB and the state of the boot slots.',
  root: 'Each of the two root slots. One is copied into memory at boot, the other stands by; both hold the same image after the installation.',
  persist: '/persist: identity and settings of this device. Mounted read-only.',
  log: '/var/log: logs, with the journal.',
  opt: '/opt: applications of your own. `0` leaves it out.',
  cache: '/var/cache: what can be lost. `0` leaves it out.',
  docker: '/var/lib/docker: images and volumes of containers. `0` leaves it out.',
};

/** Sizes of all partitions. */
export const sizesScreen: Screen = {
  id: 'sizes',
  title: 'Partition sizes',
  help: [
    'Write sizes as `8G`, `2.5 GiB`, `200M` or `8192` (MiB). `rest` gives one data partition all that the others leave. Left and right step.',
    'Partitions start on whole MiB behind the partition table, with a copy of the table at the end of the disk.',
    'A broken data partition is repaired at boot, and formatted when it cannot be; `--log-heal`, `--opt-heal`, `--cache-heal` and `--docker-heal` forbid that.',
  ],
  fields: () => fields,
  paths: ['partitions.sizes', 'disks.sizeMiB'],
};

const fields: readonly Field[] = sizedPartitions.map(sizeField);

function sizeField(name: SizedPartition): Field {
  const kind = partitionTable[name === 'root' ? 'rootA' : name];
  const path = `partitions.sizes.${name}`;
  return specField(
    path,
    name === 'root' ? 'root A, B' : name,
    [
      purposes[name],
      `File system: ${kind.fileSystem}. At least ${leastMiB(name, 512)} MiB on 512-byte sectors, ${leastMiB(name, 4096)} MiB on 4096.`,
    ],
    {
      step: (spec, by) => stepSize(spec, path, by, leastMiB(name, spec.disks.sectorSize), isOptional(name)),
    },
  );
}
