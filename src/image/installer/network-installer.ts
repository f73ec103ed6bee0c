import { chmod, copyFile, mkdir, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import { formatMiB } from '../../config/fields/sizes.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { TaskContext } from '../../engine/progress.js';
import { installerBoot, ipxeScript, networkFiles } from '../boot/ipxe-script.js';
import { copyFromTree } from '../shell.js';
import { writeCpioArchive } from './cpio-archive.js';
import { type InstallerContentInput, makeInstallerContent } from './installer-content.js';

export interface NetworkInstallerInput extends InstallerContentInput {
  kernelImage: string;
  initramfs: string;
  /** Folder that gets the files of {@link networkFiles}. */
  out: string;
  scratch: string;
}

const bytesPerMiB = 1024 * 1024;
/** The kernel finds an archive behind another one only at a multiple of 4 bytes; zeros in between are skipped. */
const archiveAlignment = 512;
/** Kernel, firmware and the installer's programs; an estimate, MiB. */
const systemMiB = 192;
/** What a compressed initramfs grows to in memory; measured 3. */
export const initramfsGrowth = 4;
const inMemory =
  'Installed from the network, the whole compressed image is in memory twice while it is unpacked.';

/**
 * Makes what a device needs to install itself from the network: the installer's content comes as a second initramfs,
 * so that neither network nor address is known to anything behind iPXE.
 * @throws Failure (exit status 1) when the device has too little memory for it.
 */
export async function makeNetworkInstaller(ctx: TaskContext, input: NetworkInstallerInput): Promise<void> {
  const { spec, out, scratch } = input;
  const content = path.join(scratch, 'tfr');
  const label = await makeInstallerContent(ctx, input, content, scratch);
  await mkdir(out, { recursive: true });
  await copyFromTree(ctx, t`adding the kernel`, {
    ...{ tree: input.tree, from: input.kernelImage, to: path.join(out, networkFiles.kernel) },
  });
  const initramfsBytes = await copyPadded(input.initramfs, path.join(out, networkFiles.initramfs));
  const image = path.join(out, networkFiles.image);
  const total = (await stat(path.join(content, 'slot.img.zst'))).size;
  let done = 0;
  await writeCpioArchive(content, image, {
    signal: ctx.signal,
    onBytes: (bytes) => {
      done += bytes;
      ctx.progress.bytes(Math.min(done, total), total);
    },
  });
  requireMemory(spec, networkMemoryMiB(initramfsBytes, (await stat(image)).size), inMemory);
  await writeFile(path.join(out, networkFiles.script), ipxeScript(spec, label, installerBoot(spec, label)));
}

/** Copies an initramfs so that another archive can be put behind it; returns its bytes. */
export async function copyPadded(from: string, to: string): Promise<number> {
  await copyFile(from, to);
  // dracut makes it readable for root alone, and a web server is somebody else.
  await chmod(to, 0o644);
  const size = Math.ceil((await stat(to)).size / archiveAlignment) * archiveAlignment;
  await truncate(to, size);
  return size;
}

/**
 * Memory that an installation from the network takes, MiB: the kernel holds both archives while it unpacks them,
 * and what they hold must fit a tmpfs, which is half of the memory (kernel: ramfs-rootfs-initramfs; tmpfs(5)).
 */
export function networkMemoryMiB(initramfsBytes: number, imageBytes: number): number {
  const unpacked = imageBytes + initramfsBytes * initramfsGrowth;
  const most = Math.max(initramfsBytes + imageBytes + unpacked, 2 * unpacked);
  return Math.ceil(most / bytesPerMiB) + systemMiB;
}

/**
 * @throws Failure (exit status 1) when the smallest device has less memory than an installation from the network takes.
 * @param why what the memory is taken for
 */
export function requireMemory({ device }: Pick<ImageSpec, 'device'>, neededMiB: number, why: string): void {
  if (neededMiB <= device.memoryMiB) return;
  throw stageFailed({
    what: t`A device with ${formatMiB(device.memoryMiB)} of memory cannot install this image from the network: about ${formatMiB(neededMiB)} are needed.`,
    where: 'device.memoryMiB',
    why,
    remedy: t`Install such devices from the ISO, and leave \`pxe\` out of \`outputs\`.`,
  });
}
