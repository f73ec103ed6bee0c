import path from 'node:path';
import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { foldersCommand, readOnly, writable } from '../../engine/views.js';
import { shellFileIn } from '../shell.js';

/** Boot loader files that a root tree brings, as absolute paths in it. */
export interface BootLoaderFiles {
  /** The root tree. */
  tree: string;
  shim: string;
  mokManager: string | null;
  grub: string;
  bootCsv: string | null;
}

/** Answers how to find a file of the boot loader by its name in lower case: its path in the tree, or null. */
export async function bootFileFinder(
  ctx: TaskContext,
  root: string,
): Promise<(name: string) => string | null> {
  const { stdout } = await ctx.engine.run(
    foldersCommand({
      program: 'find',
      args: ['boot/efi', 'usr/lib/efi', '-type', 'f'],
      folders: [readOnly(root)],
      cwd: root,
      purpose: t`looking for the boot loader`,
      capture: true,
      // One of the two folders is always missing.
      okStatuses: [0, 1],
      signal: ctx.signal,
    }),
  );
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
export async function findBootLoader(ctx: TaskContext, root: string): Promise<BootLoaderFiles> {
  const find = await bootFileFinder(ctx, root);
  const shim = find('shimx64.efi');
  const grub = find('grubx64.efi');
  if (shim === null || grub === null) {
    throw stageFailed({
      what:
        shim === null
          ? t`No package contains shim (shimx64.efi).`
          : t`No package contains GRUB (grubx64.efi).`,
      where: 'packages.list',
      remedy: t`Add \`shim-x64\` and \`grub2-efi-x64\` to packages.list and run \`tmpfsroot-wizard lock\`.`,
    });
  }
  return {
    tree: root,
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
  ctx: TaskContext,
  files: BootLoaderFiles,
  grubConfig: string,
  out: string,
  more: readonly EspFile[] = [],
): Promise<void> {
  const { shim, grub, mokManager, bootCsv } = files;
  const purpose = t`laying out the EFI system partition`;
  const script = [
    ...(['src/image/boot/lay-out-esp.sh', out, shim, grub, mokManager ?? '', bootCsv ?? ''] as const),
    ...more.flatMap(({ path: file, content }) => [file, content]),
  ] as const;
  await shellFileIn(ctx, [readOnly(files.tree), writable(out)], purpose, script, { input: grubConfig });
}
