import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { readOnly, writable } from '../../engine/views.js';
import type { HookScripts } from '../../project/folder/project-extras.js';
import { makeMediumEsp } from '../boot/esp.js';
import { makeFatImage } from '../disk/fat-image.js';
import { writeIso } from '../disk/write-iso.js';
import { layOverMedium } from '../overlay/copy-overlay.js';
import type { Seeds } from '../reproducible-ids.js';
import { cleanedHooks } from '../scripts/cleaned-hooks.js';
import { runBuildHooks } from '../scripts/hooks.js';
import { shell, shellFileIn } from '../shell.js';
import { type InstallerContentInput, makeInstallerContent } from './installer-content.js';

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
export async function makeInstallerIso(ctx: TaskContext, input: InstallerInput): Promise<void> {
  const { spec, scratch, epoch } = input;
  const medium = path.join(scratch, 'medium');
  const content = path.join(medium, 'tfr');
  const mediumEsp = path.join(scratch, 'medium-esp');
  await mkdir(mediumEsp, { recursive: true });
  const label = await makeInstallerContent(ctx, input, content, scratch);
  await makeMediumEsp(ctx, { spec, tree: input.tree, label, out: mediumEsp });
  const folders = [readOnly(input.tree), readOnly(input.initramfs), writable(medium), readOnly(mediumEsp)];
  await shellFileIn(ctx, folders, t`laying out the medium`, [
    'src/image/installer/lay-out-medium.sh',
    ...[input.kernelImage, input.initramfs, medium, mediumEsp],
  ]);
  await layOverMedium(ctx, input.override, medium);
  if (input.hooks !== null)
    await runBuildHooks(ctx, medium, await cleanedHooks(ctx, input.hooks, scratch), epoch);
  await shell(
    ctx,
    t`setting times on the medium`,
    // With SOURCE_DATE_EPOCH xorriso takes each file's mtime for all its times, but does not clamp it.
    'find "$1" -exec touch -h -d "@$2" {} +',
    medium,
    String(epoch),
  );
  const espImage = path.join(scratch, 'efi.img');
  await makeFatImage(ctx, {
    file: espImage,
    sizeMiB: mediumEspMiB,
    label: 'TFR-MEDIUM',
    volumeId: input.seeds.hex('medium', 8),
    sectorSize: 512,
    tree: mediumEsp,
    epoch,
  });
  await writeIso(ctx, {
    args: [
      ...['-as', 'mkisofs', '-iso-level', '3', '-r', '-V', label, '-o', input.file],
      ...['-partition_offset', '16', '-append_partition', '2', espType, espImage, '-appended_part_as_gpt'],
      ...['-c', 'boot.cat', '--boot-catalog-hide'],
      ...['-e', '--interval:appended_partition_2:all::', '-no-emul-boot'],
      medium,
    ],
    file: input.file,
    epoch,
  });
}
