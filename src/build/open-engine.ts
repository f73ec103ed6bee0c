import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../base/fs/package-file.js';
import { withoutTrailing } from '../base/text/ends.js';
import { cacheFolder } from '../config/cache-folder.js';
import { chooseEngine } from '../engine/choose-engine.js';
import type { Engine, Share } from '../engine/engine.js';
import type { PlannedEngine } from '../engine/engine-record.js';
import { createNativeEngine } from '../engine/native/native.js';
import type { Project } from '../project/folder/project.js';

/** Of a project what decides on its engine. */
export type EngineProject = Pick<Project, 'dir' | 'spec'>;

/** How the person's machine is reached. */
export interface EngineContext {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/**
 * Does work that nobody waits for with the engine that a project asks for. One that has to be prepared first is not, and
 * this machine's own programs are taken instead.
 */
export async function withReadyEngine<T>(
  project: EngineProject,
  context: EngineContext,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const planned = await planEngine(project, context);
  const engine = planned.preparation === null ? await planned.open() : createNativeEngine();
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/**
 * The engine that a project asks for.
 * @throws Failure: 3 when it does not work here, 2 when its image is for another one.
 */
export async function planEngine(
  project: EngineProject,
  { env, signal }: EngineContext,
): Promise<PlannedEngine> {
  const { release, engine: wish } = project.spec;
  const cacheDir = cacheFolder(project.spec, env);
  const chosen = await chooseEngine(wish, env);
  return chosen.plan({
    release,
    image: wish.image,
    isAutomatic: wish.use === 'auto',
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
      path: withoutTrailing(folder, '/') || folder.slice(0, 1),
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
