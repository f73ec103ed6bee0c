import { packageFile } from '../../base/fs/package-file.js';
import { t } from '../../base/language/texts.js';
import type { InstallerSpec, RootSpec } from '../../config/spec-parts.js';
import type { TaskContext } from '../../engine/progress.js';
import { firstState } from '../../slots/boot-state.js';
import { firstBlocks } from '../../slots/environment-block.js';
import { idPlaceholder } from '../disk/partition-ids.js';
import { shellFile } from '../shell.js';
import { type EspFile, findBootLoader, layOutEsp } from './boot-files.js';
import {
  deviceGrubConfig,
  grubConfigPath,
  grubConfigTemplate,
  grubLoader,
  installerGrubConfig,
} from './grub-config.js';

/**
 * Lays out the files of a device's ESP in a folder, as a medium holds them: GRUB's configuration is still without the
 * installation's id.
 */
export async function makeDeviceEsp(
  ctx: TaskContext,
  input: { spec: RootSpec; tree: string; out: string },
): Promise<void> {
  const loader = await findBootLoader(ctx, input.tree);
  await layOutEsp(ctx, loader, grubLoader(input.spec), input.out, deviceEspFiles(input.spec));
}

/** The files of a device's ESP that are the same whatever its boot loader is, but for grub.cfg. */
export function deviceEspFiles(spec: RootSpec): EspFile[] {
  return [
    // Fedora's GRUB looks first beside the program that it was started from (rhboot/grub2, `fw_path`).
    { path: 'EFI/BOOT/grub.cfg', content: grubLoader(spec) },
    { path: grubConfigTemplate, content: deviceGrubConfig(spec, idPlaceholder) },
    ...firstBlocks(firstState),
  ];
}

/**
 * Makes the files of {@link makeDeviceEsp} those of an installation, and lists them with their digests, as the
 * installer does: by the list the device sees whether the ESP is whole (src/device/root/usr/lib/tmpfsroot/esp). The
 * boot state changes and has a check of its own.
 */
export async function finishDeviceEsp(ctx: TaskContext, id: string, out: string): Promise<void> {
  const lib = packageFile('src/device/dracut/90tmpfsroot/lib.sh');
  const script = ['src/image/boot/finish-esp.sh', lib, out, id, grubConfigTemplate, grubConfigPath] as const;
  await shellFile(ctx, t`finishing the EFI system partition`, script);
}

/** Folder with the files of the ESP that the installer's medium boots from. */
export async function makeMediumEsp(
  ctx: TaskContext,
  input: { spec: InstallerSpec; tree: string; label: string; out: string },
): Promise<void> {
  const config = installerGrubConfig(input.spec, input.label);
  await layOutEsp(ctx, await findBootLoader(ctx, input.tree), config, input.out);
}
