import type { Workplace } from '../engine/progress.js';
import { firstState } from '../slots/boot-state.js';
import { firstBlocks } from '../slots/environment-block.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { findBootLoader, layOutEsp } from './boot-files.js';
import { deviceGrubConfig, installerGrubConfig } from './grub-config.js';
import { shell } from './shell.js';

/** Folder with the files of a device's ESP; `id` is that of a disk image or the placeholder for an installer. */
export async function makeDeviceEsp(
  place: Workplace,
  input: { spec: ImageSpec; tree: string; id: string; out: string },
): Promise<void> {
  await layOutEsp(
    place,
    await findBootLoader(place, input.tree),
    deviceGrubConfig(input.spec, input.id),
    input.out,
    firstBlocks(firstState),
  );
}

/**
 * Writes the list of an ESP's files with their digests onto it, as the installer does: by it the device sees whether
 * the ESP is whole (src/device/root/usr/lib/tmpfsroot/esp). The boot state changes and has a check of its own.
 */
export async function listEspFiles(place: Workplace, out: string): Promise<void> {
  await shell(
    place,
    'listing the files of the EFI system partition',
    `cd "$1"; list=$(find . -type f ! -name grubenv | LC_ALL=C sort | xargs b2sum --)
     printf '%s\n' "$list" > EFI/tfr/files.b2`,
    out,
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
