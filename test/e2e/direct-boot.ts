import path from 'node:path';
import { commandLineIn } from '../helpers/grub-config-file.js';
import { mustRun } from '../helpers/run-program.js';
import { installationId } from './device.js';

export interface DirectBoot {
  kernel: string;
  initrd: string;
  append: string;
}

/** What the boot loader of an installed disk would have given to the kernel, for a boot without firmware. */
export function directBootOf({
  iso,
  disk,
  dir,
  name,
  slot = 'a',
}: {
  /** Medium that the disk was installed from. */
  iso: string;
  disk: string;
  /** Folder for kernel and initramfs, and the name that they get. */
  dir: string;
  name: string;
  slot?: 'a' | 'b';
}): DirectBoot {
  mustRun('mkdir', ['-p', dir]);
  const [kernel, initrd] = [path.join(dir, `vmlinuz-${name}`), path.join(dir, `initramfs-${name}`)];
  const extract = ['-osirrox', 'on', '-indev', iso, '-extract'];
  mustRun('xorriso', [...extract, '/tfr/vmlinuz', kernel]);
  mustRun('xorriso', [...extract, '/tfr/initramfs.img', initrd]);
  const grubConfig = '/tfr/esp/EFI/tfr/grub.cfg';
  const config = mustRun('xorriso', [
    ...['-osirrox', 'on', '-indev', iso, '-concat', 'append', '-', grubConfig, '--'],
  ]);
  const append = commandLineIn(config)
    .replace('@ID@', installationId(disk))
    .replace('tfr.slot=a', `tfr.slot=${slot}`);
  return { kernel, initrd, append };
}
