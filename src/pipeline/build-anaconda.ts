import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { makeAnacondaIso } from '../image/anaconda/anaconda-iso.js';
import { makeAnacondaNetwork } from '../image/anaconda/anaconda-network.js';
import { checkDeviceMemory } from '../image/device-memory-check.js';
import { newestBuildTime } from '../image/root-tree.js';
import { listTree } from '../image/tree-listing.js';
import { exportKeys } from '../rpm/keys.js';
import { fetchNetinst } from '../rpm/netinst.js';
import { fetchPackages } from '../rpm/store.js';
import { type Build, composed, packageLines } from './build.js';

/** Makes the ISO on which Anaconda installs. */
export async function makeAnaconda(
  place: Workplace,
  build: Build,
  file: string,
  scratch: string,
): Promise<void> {
  const { isoOverride, buildHooks } = build.parts;
  await makeAnacondaIso(place, {
    ...(await anacondaInput(place, build, 'iso', scratch)),
    ...{ isoOverride, buildHooks, file },
  });
}

/** Makes the folder from which Anaconda installs over the network. */
export async function makeAnacondaPxe(
  place: Workplace,
  build: Build,
  out: string,
  scratch: string,
): Promise<void> {
  await makeAnacondaNetwork(place, { ...(await anacondaInput(place, build, 'pxe', scratch)), out });
}

/** Of the stages Anaconda needs the composed tree at most, as a live image. */
async function anacondaInput(place: Workplace, build: Build, kind: 'iso' | 'pxe', scratch: string) {
  const { project, lock, parts, cacheDir, keys } = build;
  const { spec } = project;
  const netinst = await fetchNetinst(project, place, cacheDir);
  const files = await fetchPackages(lock, project, place, cacheDir);
  const packages = lock.packages.map(({ name, location, sha256 }) => ({
    name,
    fileName: path.posix.basename(location),
    file: files.get(sha256) ?? '',
    sha256,
  }));
  const base = spec.install.payload === 'liveimg' ? await composed(build, place) : null;
  const tree = base === null ? null : path.join(base.dir, 'root');
  // Of packages that Anaconda installs, only the device knows how much they are.
  if (tree !== null)
    checkDeviceMemory(await listTree(place, tree, path.join(scratch, 'tree.list')), spec.device);
  return {
    spec,
    netinst: netinst.file,
    packages,
    packageLines: packageLines(lock),
    keyFiles: await exportKeys(lock, project, place, scratch, cacheDir),
    kickstart: parts.kickstart,
    tree,
    rootOverride: parts.rootOverride,
    hooks: parts.hooks,
    id: keys.outputs[kind],
    epoch: await newestBuildTime(
      place,
      packages.map((one) => one.file),
    ),
    scratch,
  };
}
