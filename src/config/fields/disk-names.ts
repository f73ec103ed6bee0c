import { later, sentences, t, translated } from '../../base/language/texts.js';
import { onlyNearest } from '../../base/nearest.js';
import { diskOfPartition, kindOf, usablePattern, usualDisks } from './disk-kinds.js';

/**
 * How a spec names a disk. Signs of serial numbers and paths are those that need no quotes; the installer on the
 * device reads a `_` of a serial number as any other sign (disks.sh).
 */
export const diskPattern = new RegExp(
  `^((/dev/)?(${usablePattern})|(?!.*-part[0-9]+$)/dev/disk/by-(id|path)/[A-Za-z0-9._:@+=-]+|serial:[A-Za-z0-9._:@+=-]+)$`,
);

export const diskExamples = [
  'sda',
  'nvme0n1',
  '/dev/disk/by-path/pci-0000:00:1f.2-ata-1',
  'serial:S4EVNX0R',
] as const;

const nameADisk = later`Write the name that the device gives to it (\`sda\`, \`nvme0n1\`, \`mmcblk0\`, \`vda\`, \`xvda\`), a path under /dev/disk/by-id or /dev/disk/by-path, or \`serial:NUMBER\`.`;

/** `/dev/sda` is `sda` in a spec. */
export function diskName(device: string): string {
  return device.replace(/^\/dev\/(?=[^/]+$)/, '');
}

/** What a text that names no disk for the installer is, and what to write; null for what is not a text of one line. */
export function explainDisk(value: unknown): { message: string; remedy: string } | null {
  if (typeof value !== 'string' || !/^[ -~]{1,100}$/.test(value)) return null;
  const better = suggestDisk(value);
  const didYouMean = better === null ? '' : t`Did you mean \`${better}\`? `;
  const partOf = diskOf(value);
  if (partOf !== null && diskPattern.test(partOf)) {
    return {
      message: t`\`${value}\` is a partition, not a disk.`,
      remedy: t`Name the whole disk: \`${partOf}\`.`,
    };
  }
  const kind = kindOf(partOf ?? kernelName(value));
  if (kind?.usable === false) {
    const aim = better === null ? t`Did you mean a disk such as \`sda\` or \`nvme0n1\`? ` : didYouMean;
    return {
      message: sentences(
        t`The installer cannot use \`${value}\`, ${translated(kind.what)}.`,
        translated(kind.why),
      ),
      remedy: `${aim}${translated(nameADisk)}`,
    };
  }
  if (value.startsWith('serial:')) {
    return {
      message: t`The serial number in \`${value}\` has signs that cannot be written here.`,
      remedy:
        didYouMean +
        t`A \`_\` stands for each of them; or take a path under /dev/disk/by-id or /dev/disk/by-path.`,
    };
  }
  if (value.startsWith('/dev/disk/')) {
    return {
      message: t`\`${value}\` can name another disk, or none, once disks were written or plugged in.`,
      remedy: t`Take a path under /dev/disk/by-id or /dev/disk/by-path, or \`serial:NUMBER\`.`,
    };
  }
  return {
    message: t`The installer knows no disk with a name like \`${value}\`.`,
    remedy: `${didYouMean}${translated(nameADisk)}`,
  };
}

/** The one disk that was most likely meant, or null: of two that are equally near neither may be wiped. */
export function suggestDisk(text: string): string | null {
  const serial = /^serial:\s*(\S.*)$/.exec(text.trim())?.[1];
  if (serial !== undefined) return `serial:${serial.replace(/\s+/g, '_').replace(/[^\w.:@+=-]/g, '_')}`;
  const disk = diskOf(text) ?? kernelName(text);
  if (diskPattern.test(disk)) return disk;
  const kind = kindOf(disk);
  if (kind?.usable === false) return kind.instead?.(disk) ?? null;
  return onlyNearest(disk, usualDisks);
}

/** The disk of a partition, or null: the text names no partition. */
function diskOf(text: string): string | null {
  return /^(\/dev\/disk\/.*)-part\d+$/.exec(text.trim())?.[1] ?? diskOfPartition(kernelName(text));
}

function kernelName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^\/?dev\//, '');
}
