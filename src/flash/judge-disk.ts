import { t } from '../base/language/texts.js';
import { formatBytes } from '../base/text/format.js';
import { type FlashDisk, titleOf } from './flash-disk.js';

/** Why an image is not written to a disk, in sentences, and what to do. */
export interface Refusal {
  what: string;
  remedy: string;
}

export interface JudgedImage {
  bytes: number;
  /** Bytes of a sector of the disk that it is the image of; null: it fits any. */
  sectorSize: number | null;
}

/**
 * Why an image must not be written to a disk, or null.
 * @param isForced the person has named a disk that cannot be pulled out, and said that this is meant
 */
export function refusalOf(disk: FlashDisk, image: JudgedImage, isForced: boolean): Refusal | null {
  const title = titleOf(disk);
  if (disk.isSystem) {
    return {
      what: t`This machine runs from ${title}.`,
      remedy: t`Choose another disk.`,
    };
  }
  if (disk.uses.length > 0) {
    const commands = disk.uses.map(({ endedBy }) => `sudo ${endedBy}`).join('; ');
    return {
      what: t`${title} is in use: ${disk.uses.map(({ what }) => what).join(', ')}.`,
      remedy: t`Save what you need of it, then: ${commands}`,
    };
  }
  if (disk.isReadOnly) {
    return {
      what: t`${title} is write-protected.`,
      remedy: t`Look for a switch on it, or take another one.`,
    };
  }
  if (disk.bytes < image.bytes) {
    return {
      what: t`${title} is too small: it has ${formatBytes(disk.bytes)}, and the image ${formatBytes(image.bytes)}.`,
      remedy: t`Take a disk of ${formatBytes(image.bytes)} or more.`,
    };
  }
  if (image.sectorSize !== null && image.sectorSize !== disk.sectorSize) {
    return {
      what: t`${title} has sectors of ${disk.sectorSize} bytes, and the image is that of a disk with ${image.sectorSize}.`,
      remedy: t`Build the image for such disks: tmpfsroot-wizard build --sector-size ${disk.sectorSize}`,
    };
  }
  if (!disk.isRemovable && !isForced) {
    return {
      what: t`${title} is built in: it is neither a USB disk nor a card.`,
      remedy: t`If it is the one you mean, name it, and add --force-disk.`,
    };
  }
  return null;
}
