import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { KickstartScript } from '../kickstart/kickstart-script.js';
import type { Kickstart } from '../kickstart/read-kickstart.js';

/** Scripts of a folder that are run one after the other. */
export interface HookScripts {
  /** Absolute path of their folder; what else lies there may be read by them. */
  dir: string;
  /** The folder as a person knows it: `hooks.d`. */
  shownAs: string;
  /** Names of the scripts (`*.sh`), in the order in which they are run. */
  names: readonly string[];
}

/** What a project's folder brings beside its spec and its packages; null for what it has not. */
export interface ProjectExtras {
  /** Absolute path of root.override. */
  rootOverride: string | null;
  /** Absolute path of iso-root.override. */
  isoOverride: string | null;
  /** hooks.d: run in the image's root. */
  hooks: HookScripts | null;
  /** build-hooks.d: run before the installer's ISO is made. */
  buildHooks: HookScripts | null;
  /** What the kickstart files say. */
  kickstart: Kickstart;
  /** install-hooks.d: run by the installer on the device. */
  installHooks: HookScripts | null;
}

/**
 * Looks for what a folder has beside spec and packages (absolute path).
 * @param kickstart what its kickstart files say, which were read before
 */
export async function readProjectExtras(dir: string, kickstart: Kickstart): Promise<ProjectExtras> {
  const [rootOverride, isoOverride, hooks, buildHooks, installHooks] = await Promise.all([
    folderIn(dir, 'root.override'),
    folderIn(dir, 'iso-root.override'),
    scriptsIn(dir, 'hooks.d'),
    scriptsIn(dir, 'build-hooks.d'),
    scriptsIn(dir, 'install-hooks.d'),
  ]);
  return { rootOverride, isoOverride, hooks, buildHooks, installHooks, kickstart };
}

/** Whether a project has files or scripts for the root, which may bring what no package does. */
export function bringsFiles(
  parts: Pick<ProjectExtras, 'rootOverride' | 'hooks' | 'kickstart'> | undefined,
): boolean {
  if (parts === undefined) return false;
  const { rootOverride, hooks, kickstart } = parts;
  return rootOverride !== null || hooks !== null || kickstart.scripts.length > 0;
}

/** The scripts of some sections, in the order in which they stand. */
export function scriptsOf(
  { kickstart }: { kickstart: Pick<Kickstart, 'scripts'> },
  ...sections: readonly KickstartScript['section'][]
): KickstartScript[] {
  return kickstart.scripts.filter(({ section }) => sections.includes(section));
}

async function folderIn(dir: string, name: string): Promise<string | null> {
  const folder = path.join(dir, name);
  return (await namesIn(folder)) === null ? null : folder;
}

async function scriptsIn(dir: string, shownAs: string): Promise<HookScripts | null> {
  const folder = path.join(dir, shownAs);
  const names = ((await namesIn(folder)) ?? []).filter((name) => name.endsWith('.sh')).sort();
  return names.length === 0 ? null : { dir: folder, shownAs, names };
}

async function namesIn(folder: string): Promise<string[] | null> {
  return await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
}
