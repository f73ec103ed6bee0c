import type { Workplace } from '../engine/progress.js';
import { firstState } from '../slots/boot-state.js';
import { firstBlocks } from '../slots/environment-block.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { findBootLoader, layOutEsp } from './boot-files.js';
import { deviceGrubConfig, installerGrubConfig } from './grub-config.js';

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

/** Folder with the files of the ESP that the installer's medium boots from. */
export async function makeMediumEsp(
  place: Workplace,
  input: { spec: ImageSpec; tree: string; label: string; out: string },
): Promise<void> {
  const config = installerGrubConfig(input.spec, input.label);
  await layOutEsp(place, await findBootLoader(place, input.tree), config, input.out);
}
