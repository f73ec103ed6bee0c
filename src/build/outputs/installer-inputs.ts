import path from 'node:path';
import { installerSpecOf } from '../../config/spec-parts.js';
import type { InstallerContentInput } from '../../image/installer/installer-content.js';
import { scriptsOf } from '../../project/folder/project-extras.js';
import { data, hookFolder, type ValuesOf } from '../input.js';
import type { BuildSource, ResultsOf } from '../stage.js';
import { composeStage } from '../stages/compose.js';
import { initramfsStage } from '../stages/initramfs.js';
import { slotStage } from '../stages/slot.js';

/** What our own installer is made of, from a medium and over the network. */
export const installerDeps = { compose: composeStage, initramfs: initramfsStage, slot: slotStage };

export async function installerInputs(source: BuildSource) {
  const { spec, extras } = source.project;
  return {
    spec: data(installerSpecOf(spec)),
    pre: data(scriptsOf(extras, 'pre')),
    installHooks: await hookFolder(source, extras.installHooks),
  };
}

type Values = ValuesOf<Awaited<ReturnType<typeof installerInputs>>>;

/** The same as the makers of installers take it. */
export function installerInput(
  { spec, pre, installHooks }: Values,
  { compose, initramfs, slot }: ResultsOf<typeof installerDeps>,
): InstallerContentInput & { kernelImage: string; initramfs: string; epoch: number } {
  const { kernel, epoch, sizeMiB } = slot.facts;
  return {
    spec,
    scripts: { pre, installHooks },
    tree: path.join(compose.dir, 'root'),
    slotDir: slot.dir,
    slotMiB: sizeMiB,
    kernelImage: path.join(compose.dir, 'root/usr/lib/modules', kernel, 'vmlinuz'),
    initramfs: path.join(initramfs.dir, 'initramfs.img'),
    epoch,
  };
}
