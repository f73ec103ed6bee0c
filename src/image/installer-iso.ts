import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import type { HookScripts } from '../project/project-parts.js';
import { cleanedHooks } from './cleaned-hooks.js';
import { makeMediumEsp } from './esp.js';
import { makeFatImage } from './fat-image.js';
import { runBuildHooks } from './hooks.js';
import { type InstallerContentInput, makeInstallerContent } from './installer-content.js';
import { layOverMedium } from './lay-over.js';
import type { Seeds } from './seeds.js';
import { shell } from './shell.js';

export interface InstallerInput extends InstallerContentInput {
  kernelImage: string;
  initramfs: string;
  /** iso-root.override of the project, or null. */
  override: string | null;
  /** build-hooks.d of the project, or null. */
  hooks: HookScripts | null;
  seeds: Seeds;
  epoch: number;
  /** File to make. */
  file: string;
  scratch: string;
}

/** Type of the appended partition, for firmware that boots a stick (UEFI specification, 5.3.3). */
export const espType = 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B';
/** FAT32 with 512-byte sectors has at least this much (see the spec's minimal sizes); shim and GRUB take 8 MiB. */
const mediumEspMiB = 40;

/**
 * Makes the installer's medium: it boots by UEFI from optical media (El Torito) and from a stick (GPT), and holds
 * kernel, initramfs, the compressed slot and the ESP's files.
 */
export async function makeInstallerIso(place: Workplace, input: InstallerInput): Promise<void> {
  const { spec, scratch, epoch } = input;
  const medium = path.join(scratch, 'medium');
  const content = path.join(medium, 'tfr');
  const mediumEsp = path.join(scratch, 'medium-esp');
  await mkdir(mediumEsp, { recursive: true });
  const label = await makeInstallerContent(place, input, content, scratch);
  await makeMediumEsp(place, { spec, tree: input.tree, label, out: mediumEsp });
  await shell(
    place,
    'laying out the medium',
    `cat "$1" > "$3/vmlinuz"; cat "$2" > "$3/initramfs.img"
     # GRUB that was started from optical media takes the ISO's own tree for its device, not the ESP image.
     mkdir -p "$3/../EFI/BOOT" "$3/../EFI/fedora"
     cat "$4/EFI/fedora/grub.cfg" > "$3/../EFI/BOOT/grub.cfg"
     cat "$4/EFI/fedora/grub.cfg" > "$3/../EFI/fedora/grub.cfg"`,
    ...[input.kernelImage, input.initramfs, content, mediumEsp],
  );
  await layOverMedium(place, input.override, medium);
  if (input.hooks !== null)
    await runBuildHooks(place, medium, await cleanedHooks(place, input.hooks, scratch), epoch);
  await shell(
    place,
    'setting times on the medium',
    // With SOURCE_DATE_EPOCH xorriso takes each file's mtime for all its times, but does not clamp it.
    'find "$1" -exec touch -h -d "@$2" {} +',
    medium,
    String(epoch),
  );
  const espImage = path.join(scratch, 'efi.img');
  await makeFatImage(place, {
    file: espImage,
    sizeMiB: mediumEspMiB,
    label: 'TFR-MEDIUM',
    volumeId: input.seeds.hex('medium', 8),
    sectorSize: 512,
    tree: mediumEsp,
    epoch,
  });
  place.progress.status('writing the ISO');
  await place.engine.run({
    program: 'xorriso',
    args: [
      // It looks only so often whether it is done, otherwise each second.
      ...['-pacifier', 'interval=0.1'],
      ...['-as', 'mkisofs', '-iso-level', '3', '-r', '-V', label, '-o', input.file],
      ...['-partition_offset', '16', '-append_partition', '2', espType, espImage, '-appended_part_as_gpt'],
      ...['-c', 'boot.cat', '--boot-catalog-hide'],
      ...['-e', '--interval:appended_partition_2:all::', '-no-emul-boot'],
      medium,
    ],
    env: { SOURCE_DATE_EPOCH: String(epoch) },
    purpose: 'writing the ISO (xorriso)',
    handlesTree: true,
    onLine(line) {
      const percent = /([\d.]+)% done/.exec(line)?.[1];
      if (percent !== undefined) place.progress.status(`writing the ISO: ${percent} %`);
    },
    signal: place.signal,
  });
}
