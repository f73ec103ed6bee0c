import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../../engine/progress.js';
import type { HookScripts } from '../../project/project-parts.js';
import { cleanedHooks } from '../cleaned-hooks.js';
import { mediumGrubConfig } from '../grub-config.js';
import { runBuildHooks } from '../hooks.js';
import { anacondaCommandLine } from '../kernel-command-line.js';
import { layOverMedium } from '../lay-over.js';
import {
  type AnacondaContentInput,
  anacondaLabel,
  listDigests,
  makeAnacondaContent,
} from './anaconda-content.js';
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
export async function makeAnacondaIso(place: Workplace, input: AnacondaInput): Promise<void> {
  const { spec, scratch, epoch, tree, netinst } = input;
  const label = anacondaLabel(input);
  const medium = path.join(scratch, 'medium');
  await mkdir(medium);
  const boot = await readNetinst(place, netinst, scratch);
  await makeAnacondaContent(place, input, medium);
  await layOverMedium(place, input.isoOverride, medium);
  if (input.buildHooks !== null)
    await runBuildHooks(place, medium, await cleanedHooks(place, input.buildHooks, scratch), epoch);
  await listDigests(place, input, path.join(medium, ourFolder));
  const mapped = tree === null ? input.packages : [];
  const commandLine = anacondaCommandLine(spec, label, 'medium');
  await remaster(place, {
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
}
