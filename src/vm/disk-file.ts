import path from 'node:path';
import { badInput } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import { diskFormatOf, outputKinds } from '../config/outputs.js';
import type { VirtualDisk } from './qemu.js';

/** How many bytes of a disk image are looked at: those of a qcow2 header that say where else its content lies. */
export const headerBytes = 80;

/**
 * The format of a disk image of a person, by its name: what is in a raw disk its guest has written, which would have
 * QEMU read any file of this machine by a header of qcow2.
 * @param header the first bytes of the file
 * @throws Failure (exit status 2) where the name does not say which of two formats it is, and for an image that other
 *   files belong to.
 */
export function formatOfDisk(file: string, header: Uint8Array): VirtualDisk['format'] {
  const format = formatByName(file) ?? formatWithoutName(file, header);
  if (format === 'qcow2' && hasOtherFiles(Buffer.from(header))) {
    throw badInput({
      what: t`\`${path.basename(file)}\` has its content in other files too.`,
      where: file,
      why: t`It is a qcow2 image with a backing or a data file, which can be any file of this machine.`,
      remedy: t`If you trust it, make one file of it: \`qemu-img convert -O qcow2 FILE whole.qcow2\`; what was built boots without \`--disk\`.`,
    });
  }
  return format;
}

function formatByName(file: string): VirtualDisk['format'] | null {
  const end = path.extname(file).slice(1).toLowerCase();
  return end === 'img' ? 'raw' : (diskFormats.find(({ driver }) => driver === end)?.driver ?? null);
}

function formatWithoutName(file: string, header: Uint8Array): VirtualDisk['format'] {
  const begin = Buffer.from(header).toString('latin1');
  const alike = diskFormats.find(({ signature }) => signature !== null && begin.startsWith(signature));
  if (alike === undefined) return 'raw';
  const name = path.basename(file);
  throw badInput({
    what: t`\`${name}\` may be a raw disk or one of format ${alike.driver}: its name does not say it.`,
    where: file,
    why: t`A guest can write what it begins with.`,
    remedy: t`Rename it: \`${name}.${alike.driver}\` or \`${name}.raw\`.`,
  });
}

const diskFormats = outputKinds.flatMap((kind) => diskFormatOf(kind) ?? []);

/** QEMU's docs/interop/qcow2.txt: bytes 8 to 15 say where the name of the backing file stands, bit 2 of 72 to 79 a data file. */
function hasOtherFiles(header: Buffer): boolean {
  if (header.length < 16) return false;
  if (header.readBigUInt64BE(8) !== 0n) return true;
  return header.length >= 80 && header.readUInt32BE(4) >= 3 && (header.readBigUInt64BE(72) & 4n) !== 0n;
}
