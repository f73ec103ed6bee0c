import { packageFile } from '../engine/package-file.js';
import type { Workplace } from '../engine/progress.js';
import { firstState } from '../slots/boot-state.js';
import { firstBlocks } from '../slots/environment-block.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { type EspFile, findBootLoader, layOutEsp } from './boot-files.js';
import {
  deviceGrubConfig,
  grubConfigPath,
  grubConfigTemplate,
  grubLoader,
  installerGrubConfig,
} from './grub-config.js';
import { idPlaceholder } from './partition-ids.js';
import { shell } from './shell.js';

/**
 * Lays out the files of a device's ESP in a folder, as a medium holds them: GRUB's configuration is still without the
 * installation's id.
 */
export async function makeDeviceEsp(
  place: Workplace,
  input: { spec: ImageSpec; tree: string; out: string },
): Promise<void> {
  const loader = await findBootLoader(place, input.tree);
  await layOutEsp(place, loader, grubLoader(input.spec), input.out, deviceEspFiles(input.spec));
}

/** The files of a device's ESP that are the same whatever its boot loader is, but for grub.cfg. */
export function deviceEspFiles(spec: ImageSpec): EspFile[] {
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
export async function finishDeviceEsp(place: Workplace, id: string, out: string): Promise<void> {
  await shell(
    place,
    'finishing the EFI system partition',
    `. "$1"; cd "$2"
     tfr_grub_config "$3" ${grubConfigTemplate} > ${grubConfigPath}; rm ${grubConfigTemplate}
     list=$(find . -type f ! -name grubenv | LC_ALL=C sort | xargs b2sum --)
     printf '%s\n' "$list" > EFI/tfr/files.b2`,
    packageFile('src/device/dracut/90tmpfsroot/lib.sh'),
    out,
    id,
  );
}

/** Folder with the files of the ESP that the installer's medium boots from. */
export async function makeMediumEsp(
  place: Workplace,
  input: { spec: ImageSpec; tree: string; label: string; out: string },
): Promise<void> {
  const config = installerGrubConfig(input.spec, input.label);
  await layOutEsp(place, await findBootLoader(place, input.tree), config, input.out);
}
