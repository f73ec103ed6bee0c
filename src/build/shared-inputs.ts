import type { TaskContext } from '../engine/progress.js';
import type { KickstartScript } from '../project/kickstart/kickstart-script.js';
import { exportKeys } from '../rpm/repositories/keys.js';
import { data, folder, unkeyed } from './input.js';
import type { BuildSource } from './stage.js';

/** Scripts of kickstart files, with the files for the medium, which those find that run outside of the root tree. */
export async function scriptInputs(source: BuildSource, scripts: readonly KickstartScript[]) {
  const { isoOverride } = source.project.extras;
  const findsMedium = scripts.some(({ section }) => section !== 'post');
  return { scripts: data(scripts), isoOverride: await folder(source, findsMedium ? isoOverride : null) };
}

/** Writes the public keys of the lock into a folder, and answers their paths. */
export function signingKeys({ project, lock, cacheDir }: BuildSource) {
  return unkeyed(
    (ctx: TaskContext, into: string) => exportKeys(lock, project, ctx, into, cacheDir),
    'The lock names them by their fingerprints.',
  );
}
