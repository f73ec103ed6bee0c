import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../engine/engine.js';
import { packageFile } from '../engine/package-file.js';
import { concernsInitramfs } from '../image/initramfs.js';
import type { KickstartScript } from '../project/kickstart/kickstart-script.js';
import type { KickstartSystem } from '../project/kickstart/kickstart-system.js';
import type { Project } from '../project/project.js';
import { type ProjectParts, scriptsOf } from '../project/project-parts.js';
import type { Lock } from '../rpm/lock.js';
import type { OutputKind } from '../spec/image-spec.js';
import { netinstBuild } from '../spec/netinst-builds.js';
import { digestTree, type FileDigest } from './file-digest.js';
import { stageKey } from './stage-store.js';

/** Keys of all stages of a build, known before anything is done. */
export interface BuildKeys {
  tree: string;
  compose: string;
  initramfs: string;
  slot: string;
  outputs: Record<OutputKind, string>;
}

/** Raised when a stage makes something else from the same inputs. */
const stageVersion = 8;

const tools = {
  tree: ['rpm', 'rpmkeys'],
  compose: ['cp', 'sh', 'tar'],
  slot: ['b2sum'],
  anaconda: ['createrepo_c', 'implantisomd5', 'mcopy', 'tar', 'xorriso'],
  outputs: [...['mkfs.vfat', 'mcopy', 'sfdisk', 'qemu-img'], ...['zstd', 'b2sum', 'xorriso']],
};

/**
 * Computes the keys from everything that a stage reads: lock, spec, overrides, scripts, the device's files, this
 * program's version and the tools. A key holds those of the stages before it.
 */
export async function buildKeys(
  project: Project,
  lock: Lock,
  parts: ProjectParts,
  engine: Engine,
): Promise<BuildKeys> {
  const { spec } = project;
  const [overrides, hooks, isoOverrides, buildHooks, installHooks, device, ...versions] = await Promise.all([
    digestOf(parts.rootOverride),
    digestOf(parts.hooks?.dir ?? null),
    digestOf(parts.isoOverride),
    digestOf(parts.buildHooks?.dir ?? null),
    digestOf(parts.installHooks?.dir ?? null),
    digestTree(packageFile('src/device')),
    ...Object.values(tools).map((programs) => engine.toolVersions(programs)),
  ]);
  const [treeTools, composeTools, slotTools, anacondaTools, outputTools] = versions;
  // Scripts that run outside of the root tree also find the files for the medium.
  const withMedium = (scripts: readonly KickstartScript[]) => ({
    scripts,
    isoOverrides: scripts.some(({ section }) => section !== 'post') ? isoOverrides : [],
  });
  const tree = stageKey({
    ...{ stageVersion, lock, device, languages: spec.system.languages, tools: treeTools },
    ...withMedium(scriptsOf(parts, 'pre-install')),
  });
  const postScripts = scriptsOf(parts, 'post-nochroot', 'post');
  const compose = stageKey({
    tree,
    // How an ISO installs changes nothing in the tree.
    spec: { ...spec, outputs: [], cacheDir: null, engine: null, install: null },
    overrides,
    hooks,
    kickstart: withoutPlaces(parts.kickstart.system),
    ...withMedium(postScripts),
    tools: composeTools,
  });
  const relevant = overrides.filter(({ path }) => concernsInitramfs(path));
  // Settings change accounts, links and single files in /etc; of those dracut reads only the console's.
  const initramfs = stageKey({
    tree,
    relevant,
    // A script may change whatever dracut reads, and read all that was laid over the packages.
    ...(parts.hooks === null && postScripts.length === 0 ? {} : { compose }),
    console: spec.system.keymap,
    language: spec.system.languages[0],
  });
  const slot = stageKey({ compose, initramfs, tools: slotTools });
  const scripts = { installHooks, pre: scriptsOf(parts, 'pre') };
  const own: Partial<Record<OutputKind, object>> = {
    iso: { ...scripts, isoOverrides, buildHooks, install: spec.install },
    pxe: { ...scripts, install: spec.install },
  };
  const output = (kind: OutputKind) => stageKey({ slot, kind, ...own[kind], tools: outputTools });
  const anaconda = async (kind: 'iso' | 'pxe') =>
    stageKey({
      slot,
      kind,
      hooks,
      kickstart: kickstartWords(parts.kickstart),
      ...(kind === 'iso' ? { isoOverrides, buildHooks } : {}),
      install: spec.install,
      netinst: await netinstIdentity(project),
      tools: [outputTools, anacondaTools],
    });
  const installer = (kind: 'iso' | 'pxe') =>
    spec.install.method === 'anaconda' ? anaconda(kind) : output(kind);
  return {
    tree,
    compose,
    initramfs,
    slot,
    outputs: {
      iso: await installer('iso'),
      raw: output('raw'),
      qcow2: output('qcow2'),
      pxe: await installer('pxe'),
    },
  };
}

/**
 * What tells one netinst image from another without asking a server: where it is to be had, and of one on this
 * machine its size and time. What is at a URL must not change; its digest is checked when it is fetched.
 */
async function netinstIdentity({ spec, dir }: Project): Promise<unknown> {
  const { image, key } = spec.install.netinst;
  const ofFile = async (place: string | null) => {
    const file = place?.startsWith('file:') === true ? fileURLToPath(place) : path.resolve(dir, place ?? '');
    const stats = place === null ? null : await stat(file).catch(() => null);
    return stats === null ? null : [stats.size, stats.mtimeMs];
  };
  const build = netinstBuild(spec.release);
  return { build, image: await ofFile(image), key: await ofFile(key) };
}

/** What of a project's kickstart files comes into the one for Anaconda. */
function kickstartWords({ commands, scripts }: ProjectParts['kickstart']): unknown {
  return {
    commands: commands.map(({ text }) => text),
    scripts: scripts.map(({ file: _file, line: _line, ...script }) => script),
  };
}

/** Digests of a folder of the project; none for one that is not there. */
async function digestOf(folder: string | null): Promise<FileDigest[]> {
  return folder === null ? [] : await digestTree(folder);
}

/** Where a command stands changes nothing in the image. */
function withoutPlaces(system: KickstartSystem): unknown {
  return JSON.parse(JSON.stringify(system, (name, value) => (name === 'place' ? undefined : value)));
}
