import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { stageFailed } from '../spec/failure.js';

/** Boot loader files that a root tree brings, as absolute paths in it. */
export interface BootLoaderFiles {
  shim: string;
  mokManager: string | null;
  grub: string;
  bootCsv: string | null;
}

/** Answers how to find a file of the boot loader by its name in lower case: its path in the tree, or null. */
export async function bootFileFinder(
  place: Workplace,
  root: string,
): Promise<(name: string) => string | null> {
  const { stdout } = await place.engine.run({
    program: 'find',
    args: ['boot/efi', 'usr/lib/efi', '-type', 'f'],
    cwd: root,
    purpose: 'looking for the boot loader',
    handlesTree: true,
    capture: true,
    // One of the two folders is always missing.
    okStatuses: [0, 1],
    signal: place.signal,
  });
  const files = stdout
    .split('\n')
    .filter((file) => file !== '')
    .sort();
  return (name) => {
    const found = files.filter((file) => path.basename(file).toLowerCase() === name);
    // A file of the new layout wins over a copy of it in the old place.
    return found.find((file) => file.startsWith('usr/lib/efi/')) ?? found[0] ?? null;
  };
}

/**
 * Finds shim and GRUB in a root tree: under /usr/lib/efi from Fedora 44 on (Changes/BootLoaderUpdatesPhase1),
 * under /boot/efi before.
 * @throws Failure (exit status 1) when either is missing.
 */
export async function findBootLoader(place: Workplace, root: string): Promise<BootLoaderFiles> {
  const find = await bootFileFinder(place, root);
  const shim = find('shimx64.efi');
  const grub = find('grubx64.efi');
  if (shim === null || grub === null) {
    throw stageFailed({
      what: `The packages bring no ${shim === null ? 'shim (shimx64.efi)' : 'GRUB (grubx64.efi)'}.`,
      where: 'packages.list',
      remedy: 'Add `shim-x64` and `grub2-efi-x64` to packages.list and lock again.',
    });
  }
  return {
    shim: path.join(root, shim),
    grub: path.join(root, grub),
    mokManager: absolute(root, find('mmx64.efi')),
    bootCsv: absolute(root, find('bootx64.csv')),
  };
}

function absolute(root: string, file: string | null): string | null {
  return file === null ? null : path.join(root, file);
}

/** A text file on an ESP. */
export interface EspFile {
  /** Relative to the root of the ESP. */
  path: string;
  content: string;
}

/**
 * Lays out the files of an EFI system partition: shim where the firmware looks without an entry, and under the
 * vendor's folder for the entry. The fallback program is left out: it would restart machines with a TPM once.
 */
export async function layOutEsp(
  place: Workplace,
  files: BootLoaderFiles,
  grubConfig: string,
  out: string,
  more: readonly EspFile[] = [],
): Promise<void> {
  const optional = (file: string | null) => file ?? '';
  await place.engine.run({
    program: 'sh',
    args: [
      '-euc',
      `umask 022
       mkdir -p "$1/EFI/BOOT" "$1/EFI/fedora"
       cat "$2" > "$1/EFI/BOOT/BOOTX64.EFI"; cat "$2" > "$1/EFI/fedora/shimx64.efi"
       cat "$3" > "$1/EFI/BOOT/grubx64.efi"; cat "$3" > "$1/EFI/fedora/grubx64.efi"
       if [ -n "$4" ]; then cat "$4" > "$1/EFI/BOOT/mmx64.efi"; cat "$4" > "$1/EFI/fedora/mmx64.efi"; fi
       if [ -n "$5" ]; then cat "$5" > "$1/EFI/fedora/BOOTX64.CSV"; fi
       cat > "$1/EFI/fedora/grub.cfg"
       out=$1; shift 5
       while [ $# -gt 0 ]; do
         mkdir -p "$out/\${1%/*}"; printf %s "$2" > "$out/$1"; shift 2
       done`,
      'sh',
      ...[out, files.shim, files.grub, optional(files.mokManager), optional(files.bootCsv)],
      ...more.flatMap(({ path: file, content }) => [file, content]),
    ],
    input: grubConfig,
    purpose: 'laying out the EFI system partition',
    handlesTree: true,
    signal: place.signal,
  });
}
