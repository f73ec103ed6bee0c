import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TaskContext } from '../../engine/progress.js';
import type { HookScripts } from '../../project/folder/project-extras.js';
import type { KickstartScript } from '../../project/kickstart/kickstart-script.js';
import { copyOverlay } from '../overlay/copy-overlay.js';
import { noShape } from '../overlay/tree-shape.js';
import { cleanedHooks } from '../scripts/cleaned-hooks.js';

/** Scripts of a project that its installer runs on the device. */
export interface InstallerScripts {
  /** `%pre`, in the order in which they stand. */
  pre: readonly KickstartScript[];
  /** install-hooks.d of the project, or null. */
  installHooks: HookScripts | null;
}

/**
 * Puts the scripts into the installer's folder of the medium (`tfr`), each kind with a list for the installer
 * (src/device/dracut/91tmpfsroot-install/scripts.sh).
 */
export async function addInstallerScripts(
  ctx: TaskContext,
  content: string,
  { pre, installHooks }: InstallerScripts,
  scratch: string,
): Promise<void> {
  if (pre.length > 0) {
    await mkdir(path.join(content, 'pre.d'));
    for (const [index, script] of pre.entries()) {
      await writeFile(path.join(content, preFile(index)), preText(script));
    }
    await writeFile(path.join(content, 'pre.list'), preList(pre));
  }
  if (installHooks !== null) {
    const folder = path.join(content, installHooks.shownAs);
    await mkdir(folder);
    const { dir: from, shownAs } = await cleanedHooks(ctx, installHooks, scratch);
    await copyOverlay(ctx, { from, shownAs, to: folder, shape: noShape });
    await writeFile(path.join(content, 'install-hooks.list'), hookList(installHooks));
  }
}

/** The list of `%pre`. */
export function preList(pre: readonly KickstartScript[]): string {
  return listText(
    pre.map(({ errorOnFail, file, line }, index) => [
      errorOnFail ? 'stop' : 'warn',
      preFile(index),
      `${file}:${line}`,
    ]),
  );
}

/** The list of install-hooks.d: each that fails ends the installation. */
export function hookList({ shownAs, names }: Pick<HookScripts, 'shownAs' | 'names'>): string {
  return listText(names.map((name) => ['stop', `${shownAs}/${name}`, `${shownAs}/${name}`]));
}

function preFile(index: number): string {
  return `pre.d/${index + 1}.sh`;
}

/** The installer reads from the first line what runs a script. */
function preText({ interpreter, body }: KickstartScript): string {
  return `#!${interpreter}\n${body}`;
}

function listText(lines: readonly (readonly string[])[]): string {
  return lines.map((fields) => `${fields.join('\t')}\n`).join('');
}
