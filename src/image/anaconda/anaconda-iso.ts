import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { TaskContext } from '../../engine/progress.js';
import type { HookScripts } from '../../project/folder/project-extras.js';
import { mediumGrubConfig } from '../boot/grub-config.js';
import { anacondaCommandLine } from '../boot/kernel-command-line.js';
import { layOverMedium } from '../overlay/copy-overlay.js';
import { cleanedHooks } from '../scripts/cleaned-hooks.js';
import { runBuildHooks } from '../scripts/hooks.js';
import {
  type AnacondaContentInput,
  anacondaLabel,
  listDigests,
  makeAnacondaContent,
} from './anaconda-content.js';
import { checkMediumPackages } from './check-packages.js';
import { ourFolder } from './kickstart.js';
import { readNetinst, remaster } from './remaster.js';

export interface AnacondaInput extends AnacondaContentInput {
  /** The netinst image of the release, which is only read. */
  netinst: string;
  isoOverride: string | null;
  buildHooks: HookScripts | null;
  /** File to make. */
  file: string;
}

/** Makes a medium on which Anaconda installs the image by itself: the netinst image of the release and our files. */
export async function makeAnacondaIso(ctx: TaskContext, input: AnacondaInput): Promise<void> {
  const { spec, scratch, epoch, tree, netinst } = input;
  const label = anacondaLabel(input);
  const medium = path.join(scratch, 'medium');
  await mkdir(medium);
  const boot = await readNetinst(ctx, netinst, scratch);
  await makeAnacondaContent(ctx, input, medium);
  await layOverMedium(ctx, input.isoOverride, medium);
  if (input.buildHooks !== null)
    await runBuildHooks(ctx, medium, await cleanedHooks(ctx, input.buildHooks, scratch), epoch);
  await listDigests(ctx, input, path.join(medium, ourFolder));
  const mapped = tree === null ? input.packages : [];
  const commandLine = anacondaCommandLine(spec, label, 'medium');
  await remaster(ctx, {
    netinst,
    label,
    grubConfig: mediumGrubConfig(spec, label, {
      ...boot,
      commandLine,
      checkedCommandLine: `${commandLine} rd.live.check`,
    }),
    tree: medium,
    files: mapped.map(({ file, fileName }) => ({ from: file, to: `/${ourFolder}/packages/${fileName}` })),
    epoch,
    file: input.file,
    scratch,
  });
  await checkMediumPackages(ctx, mapped, input.file, `/${ourFolder}/packages`);
}
