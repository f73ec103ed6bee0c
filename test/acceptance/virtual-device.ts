import { parseSize } from '../../src/config/fields/sizes.js';

/** What is read and changed of a project file. */
export interface ProjectFile {
  disks?: { devices?: readonly string[]; main?: string; [field: string]: unknown };
  system?: { kernelArguments?: readonly string[]; [field: string]: unknown };
  device?: { memoryMiB?: number | string; [field: string]: unknown };
  [field: string]: unknown;
}

/** The largest root of a bundled preset, its headroom and 1 GiB: build servers do not have the 16 GiB of a robot. */
const enoughMiB = 6144;

/** Hidden kernel messages would hide the report, which is one. */
const silencing: readonly string[] = ['quiet'];

/**
 * The same image for a device that QEMU can be: it has no eMMC, so the image goes to a SCSI disk; only the installer
 * is built, since it is what is booted.
 * @param kernelArguments Added to those of the preset.
 */
export function onVirtualDevice(project: ProjectFile, kernelArguments: readonly string[]): ProjectFile {
  const { disks = {}, system = {} } = project;
  const plugged = (device: string) => (device.startsWith('mmcblk') ? 'sda' : device);
  const own = (system.kernelArguments ?? []).filter((word) => !silencing.includes(word));
  return {
    ...project,
    disks: {
      ...disks,
      ...(disks.devices === undefined ? {} : { devices: disks.devices.map(plugged) }),
      ...(disks.main === undefined ? {} : { main: plugged(disks.main) }),
    },
    system: { ...system, kernelArguments: [...own, ...kernelArguments] },
    outputs: ['iso'],
  };
}

/** MiB of memory that the machine gets: those of the device, as far as they are needed. */
export function machineMemory({ device }: ProjectFile): number {
  const size = parseSize(String(device?.memoryMiB ?? enoughMiB));
  return size === 'rest' ? enoughMiB : Math.min(size, enoughMiB);
}
