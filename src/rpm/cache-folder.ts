import os from 'node:os';
import path from 'node:path';
import type { ImageSpec } from '../spec/image-spec.js';

/** Absolute path of the folder for packages, metadata and stages. Does not make it. */
export function cacheFolder(
  spec: Pick<ImageSpec, 'cacheDir'>,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (spec.cacheDir !== null) return path.resolve(spec.cacheDir);
  const base = env.XDG_CACHE_HOME;
  // The XDG specification wants relative values ignored.
  const root =
    base !== undefined && path.isAbsolute(base) ? base : path.join(env.HOME ?? os.homedir(), '.cache');
  return path.join(root, 'tmpfsroot-wizard');
}
