import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { later } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { netinstBuild } from '../../config/netinst-builds.js';
import { installerSpecOf } from '../../config/spec-parts.js';
import type { TaskContext } from '../../engine/progress.js';
import type { AnacondaContentInput } from '../../image/anaconda/anaconda-content.js';
import { makeAnacondaIso } from '../../image/anaconda/anaconda-iso.js';
import {
  anacondaNetworkFiles,
  digestList,
  makeAnacondaNetwork,
} from '../../image/anaconda/anaconda-network.js';
import { newestBuildTime } from '../../image/root/root-tree.js';
import { checkDeviceMemory } from '../../image/slot/device-memory-check.js';
import { listTree } from '../../image/slot/tree-listing.js';
import type { ProjectExtras } from '../../project/folder/project-extras.js';
import { fetchNetinst } from '../../rpm/netinst/netinst.js';
import { data, folder, hookFolder, keyed, type ValuesOf } from '../input.js';
import { signingKeys } from '../shared-inputs.js';
import type { BuildSource, KeptResult, ResultsOf, Room } from '../stage.js';
import { composeStage } from '../stages/compose.js';
import { packageLines, packagesStage } from '../stages/packages.js';
import { type Output, output, outputTools } from './output.js';

const tools = [...outputTools, 'createrepo_c', 'implantisomd5', 'rpm', 'tar'];

/** The medium on which Anaconda installs. */
export function anacondaIsoOutput(name: string, payload: ImageSpec['install']['payload']): Output {
  const file = `${name}-installer.iso`;
  return output({
    id: file,
    title: later`Installer ISO (Anaconda)`,
    kind: 'iso',
    files: [file],
    deps: depsOf(payload),
    tools,
    inputs: async (source) => ({
      ...(await contentInputs(source)),
      isoOverride: await folder(source, source.project.extras.isoOverride),
      buildHooks: await hookFolder(source, source.project.extras.buildHooks),
    }),
    async make(ctx, inputs, deps, room) {
      const { isoOverride, buildHooks } = inputs;
      const content = await contentInput(ctx, inputs, deps, room);
      await makeAnacondaIso(ctx, { ...content, isoOverride, buildHooks, file: path.join(room.out, file) });
    },
  });
}

/** The folder from which Anaconda installs over the network. */
export function anacondaPxeOutput(payload: ImageSpec['install']['payload']): Output {
  return output({
    id: 'pxe',
    title: later`Network installer (Anaconda)`,
    kind: 'pxe',
    files: anacondaNetworkFiles.map((name) => path.join('pxe', name)),
    list: path.join('pxe', digestList),
    deps: depsOf(payload),
    tools,
    inputs: contentInputs,
    async make(ctx, inputs, deps, room) {
      const content = await contentInput(ctx, inputs, deps, room);
      await makeAnacondaNetwork(ctx, { ...content, out: path.join(room.out, 'pxe') });
    },
  });
}

/** Of the stages Anaconda needs the composed tree at most, as a live image. */
function depsOf(payload: ImageSpec['install']['payload']) {
  return payload === 'liveimg'
    ? { packages: packagesStage, compose: composeStage }
    : { packages: packagesStage };
}

async function contentInputs(source: BuildSource) {
  const { project, lock, cacheDir } = source;
  const { spec, extras } = project;
  const { commands, scripts } = extras.kickstart;
  return {
    spec: data(installerSpecOf(spec)),
    lock: data(lock),
    keys: signingKeys(source),
    netinst: keyed((ctx: TaskContext) => fetchNetinst(project, ctx, cacheDir), await netinstIdentity(source)),
    kickstart: keyed({ commands, scripts }, kickstartWords(extras.kickstart)),
    rootOverride: await folder(source, extras.rootOverride),
    hooks: await hookFolder(source, extras.hooks),
  };
}

async function contentInput(
  ctx: TaskContext,
  inputs: ValuesOf<Awaited<ReturnType<typeof contentInputs>>>,
  deps: ResultsOf<{ packages: typeof packagesStage }> & { compose?: KeptResult },
  { scratch, key }: Room,
): Promise<AnacondaContentInput & { netinst: string }> {
  const { spec, lock, kickstart, rootOverride, hooks } = inputs;
  const netinst = await inputs.netinst(ctx);
  const { files } = deps.packages.facts;
  const packages = lock.packages.map(({ name, location, sha256 }) => ({
    name,
    fileName: path.posix.basename(location),
    file: files.get(sha256) ?? '',
    sha256,
  }));
  const tree = deps.compose === undefined ? null : path.join(deps.compose.dir, 'root');
  // Of packages that Anaconda installs, only the device knows how much they are.
  if (tree !== null)
    checkDeviceMemory(await listTree(ctx, tree, path.join(scratch, 'tree.list')), spec.device);
  return {
    ...{ spec, packages, kickstart, tree, rootOverride, hooks, scratch },
    netinst: netinst.file,
    packageLines: packageLines(lock),
    keyFiles: await inputs.keys(ctx, scratch),
    id: key,
    epoch: await newestBuildTime(
      ctx,
      packages.map(({ file }) => file),
      scratch,
    ),
  };
}

/**
 * What tells one netinst image from another without asking a server: where it is to be had, and of one on this
 * machine its size and time. What is at a URL must not change; its digest is checked when it is fetched.
 */
async function netinstIdentity({ project: { spec, dir } }: BuildSource): Promise<unknown> {
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
function kickstartWords({ commands, scripts }: ProjectExtras['kickstart']): unknown {
  return {
    commands: commands.map(({ text }) => text),
    scripts: scripts.map(({ file: _file, line: _line, ...script }) => script),
  };
}
