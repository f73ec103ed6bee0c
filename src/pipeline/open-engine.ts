import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ChosenEngine, chooseEngine } from '../engine/choose-engine.js';
import { openContainerEngine } from '../engine/container.js';
import { type EngineImage, ownImageName, presentImage } from '../engine/container-image.js';
import type { Share } from '../engine/container-words.js';
import type { Engine } from '../engine/engine.js';
import { createNativeEngine } from '../engine/native.js';
import { packageFolder } from '../engine/package-file.js';
import type { Project } from '../project/project.js';
import { cacheFolder } from '../rpm/cache-folder.js';

/** Of a project what decides on its engine. */
export type EngineProject = Pick<Project, 'dir' | 'spec'>;

/** How the person's machine is reached. */
export interface EngineContext {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/**
 * Does work that nobody waits for with the engine that a project asks for: a container image that is missing is not made,
 * and this machine's own programs are taken instead.
 */
export async function withReadyEngine<T>(
  project: EngineProject,
  context: EngineContext,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const chosen = await chooseEngine(project.spec.engine, context.env);
  const image = chosen.name === 'native' ? null : await imageOf(project, chosen, context.signal);
  const engine = image === null ? createNativeEngine() : await openEngine(project, chosen, image, context);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** A container client that was chosen. */
export type ChosenClient = Exclude<ChosenEngine, { name: 'native' }>;

/** The image that a project's containers are made of: the one that it names, or ours for its release. */
export async function imageName({ spec }: EngineProject): Promise<string> {
  return spec.engine.image ?? (await ownImageName(spec.release));
}

/** That image, if this machine has it. */
export async function imageOf(
  project: EngineProject,
  { client }: ChosenClient,
  signal: AbortSignal,
): Promise<EngineImage | null> {
  return presentImage(createNativeEngine(), client, await imageName(project), signal);
}

/**
 * Opens an engine.
 * @param image null for the native one
 * @throws Failure (exit status 3) when no container can be started, or none that sees the folders.
 */
export async function openEngine(
  project: EngineProject,
  chosen: ChosenEngine,
  image: EngineImage | null,
  { env, signal }: EngineContext,
): Promise<Engine> {
  if (chosen.name === 'native' || image === null) return createNativeEngine();
  const cacheDir = cacheFolder(project.spec, env);
  await mkdir(cacheDir, { recursive: true });
  return openContainerEngine({
    client: chosen.client,
    image,
    shares: sharesOf(project, cacheDir),
    treeFolder: cacheDir,
    signal,
  });
}

/** What programs of a build read and write: the project, the cache, our own files, and what a spec names besides. */
export function sharesOf({ dir, spec }: EngineProject, cacheDir: string): Share[] {
  const { netinst } = spec.install;
  const places = [netinst.image, netinst.checksum].flatMap((place) => fileOf(place, dir));
  const repositories = (spec.repositories ?? []).flatMap((one) =>
    [...one.baseurl, one.mirrorlist, one.metalink].flatMap((place) => fileOf(place, null)),
  );
  const wanted: Share[] = [
    ...[dir, cacheDir].map((folder) => ({ path: folder, readOnly: false })),
    ...[packageFolder(), ...places.map((file) => path.dirname(file)), ...repositories].map((folder) => ({
      path: folder.replace(/(.)\/+$/, '$1'),
      readOnly: true,
    })),
  ];
  return wanted.filter(
    (share, place) =>
      !wanted.some(
        (other, at) =>
          at !== place &&
          (share.path.startsWith(`${other.path}/`) || (share.path === other.path && at < place)) &&
          (share.readOnly || !other.readOnly),
      ),
  );
}

/** The file that a URL or path means, if it is one of this machine. */
function fileOf(place: string | null, dir: string | null): string[] {
  if (place === null) return [];
  if (place.startsWith('file://')) return [fileURLToPath(place)];
  return dir === null || /^https?:/.test(place) ? [] : [path.resolve(dir, place)];
}
