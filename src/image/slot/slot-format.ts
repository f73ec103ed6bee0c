import type { RootSpec } from '../../config/spec-parts.js';
import type { Lock } from '../../rpm/lock/lock.js';

/** What a slot holds of the root: its files, or one compressed image of them. */
export type SlotFormat = Exclude<RootSpec['device']['slotFormat'], 'auto'>;

/** The format of an image's slots. An image without mksquashfs, or with labels, can have files alone. */
export function slotFormatOf({ device, system }: RootSpec, { packages }: Pick<Lock, 'packages'>): SlotFormat {
  if (device.slotFormat !== 'auto') return device.slotFormat;
  const canCompress = packages.some(({ name }) => name === compressor) && system.selinux === 'disabled';
  return canCompress ? 'squashfs' : 'files';
}

const compressor = 'squashfs-tools';
