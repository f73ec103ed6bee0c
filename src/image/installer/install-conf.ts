import { quote } from '../../base/text/shell-quote.js';
import { deviceTable } from '../../config/fields/disk-kinds.js';
import type { DiskPlan } from '../../config/partitions/partition-plan.js';
import { leastMiB } from '../../config/partitions/partition-sizes.js';
import type { InstallerSpec } from '../../config/spec-parts.js';

/** The slot image as the installer writes it and reads it back. */
export interface InstalledSlot {
  sizeMiB: number;
  /** BLAKE2b-512 of the image, as b2sum(1) prints it. */
  b2: string;
}

/**
 * install.conf: shell variables for the installer on the device (src/device/dracut/91tmpfsroot-install).
 * @param slot Null where the device makes its slots itself, as Anaconda does (src/device/anaconda).
 */
export function installConf(
  spec: InstallerSpec,
  plan: DiskPlan,
  slot: InstalledSlot | null,
  label: string,
): string {
  const rest = plan.disks.flatMap((disk) => disk.partitions).find((partition) => partition.takesRest);
  const table = plan.disks.flatMap((disk) =>
    disk.partitions.map(({ name, label: partLabel, fileSystem, sizeMiB, takesRest }) =>
      [name, disk.device, takesRest ? 'rest' : sizeMiB, name === 'esp' ? 'ESP' : partLabel, fileSystem].join(
        ' ',
      ),
    ),
  );
  const variables = {
    TFR_NAME: spec.name,
    TFR_LABEL: label,
    TFR_DISK_KINDS: deviceTable,
    TFR_DISKS: spec.disks.devices.join(' '),
    TFR_THEN: spec.install.then,
    TFR_SECTOR_SIZES: sectorSizes(spec).join(' '),
    ...(slot === null
      ? { TFR_VERIFY: spec.device.verify, TFR_HEADROOM_MIB: spec.device.headroomMiB }
      : { TFR_SLOT_MIB: slot.sizeMiB, TFR_SLOT_B2: slot.b2 }),
    TFR_REST_MIN_MIB: rest === undefined ? 0 : leastMiB(rest.sizedBy, spec.disks.sectorSize),
    TFR_PARTITIONS: table.join('\n'),
  };
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${quote(String(value))}\n`)
    .join('');
}

/** The installer partitions on the device, so it takes any sector size that the ESP is large enough for. */
function sectorSizes(spec: InstallerSpec): number[] {
  const esp = Number(spec.partitions.sizes.esp);
  return ([512, 4096] as const).filter((sectorSize) => esp >= leastMiB('esp', sectorSize));
}
