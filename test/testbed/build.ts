import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { compressWithZstd } from './compress.js';
import { type Deb, unpackDebs } from './debs.js';
import { arrangeKernel } from './kernel-tree.js';
import { createKey } from './keys.js';
import { newStyle, newStyleRelease, type Staged } from './new-style.js';
import { fedoraRelease } from './packages/base.js';
import { faults, specialPackages } from './packages/special.js';
import type { RpmPackage } from './packages/types.js';
import { applyFaults, type Built, createRepository, newStyleTree, repositoryPaths } from './repositories.js';
import { buildRpm, prepareMacros } from './rpms.js';
import { inParallel } from './run.js';
import { type Evr, evrOf, fileLines } from './spec.js';
import { Stage } from './stage.js';

/** What a build needs. */
export interface BuildInput {
  readonly packages: readonly RpmPackage[];
  readonly kernelRelease: string;
  readonly debs: readonly Deb[];
  readonly debFolder: string;
  /** Folder with each package's own files. */
  readonly files: string;
  /** Folder that receives `tree/` and the keys. */
  readonly into: string;
  readonly log: (line: string) => void;
}

/** What a build says about itself. */
export interface BuildResult {
  readonly fingerprint: string;
  readonly foreignFingerprint: string;
  readonly packageCount: number;
}

function evrFor(pkg: RpmPackage, input: BuildInput): Evr {
  if (pkg.version !== undefined) return { version: pkg.version, release: '1.fc41' };
  const first = pkg.debs?.[0];
  const name = typeof first === 'string' ? first : first?.[0];
  const deb = name?.startsWith('@') ? `linux-image-${input.kernelRelease}` : name;
  const found = input.debs.find((each) => each.name === deb);
  if (found === undefined) throw new Error(`${pkg.name}: nothing gives it a version`);
  return evrOf(found.version);
}

/** RPMs of a distribution, for its two repositories. */
interface Distribution {
  readonly built: Built[];
  readonly updates: Built[];
}

const emptyDistribution = (): Distribution => ({ built: [], updates: [] });

function addTo(distribution: Distribution, { built, updates }: Distribution): void {
  distribution.built.push(...built);
  distribution.updates.push(...updates);
}

/** Builds a package, and its newer version if the table wants one; the two differ in a marker file. */
async function buildPackage(
  work: string,
  { pkg, evr, root }: Staged,
  mine: (dir: string) => boolean,
): Promise<Distribution> {
  const built: Built[] = [];
  const updates: Built[] = [];
  const build = async (release: string) => {
    const file = await buildRpm(work, pkg, { ...evr, release }, fileLines(root, pkg, mine), root);
    return { name: pkg.name, file };
  };
  if (pkg.updated !== true) return { built: [await build(evr.release)], updates };
  for (const [release, list] of [
    [evr.release, built],
    [`${evr.release}.1`, updates],
  ] as const) {
    mkdirSync(join(root, 'usr/share/testbed'), { recursive: true });
    writeFileSync(join(root, 'usr/share/testbed', pkg.name), `${release}\n`);
    list.push(await build(release));
  }
  return { built, updates };
}

/** The tree of the distribution of new style, with metadata as Fedora has them from 43 on. */
async function createNewStyle(tree: string, { built, updates }: Distribution): Promise<void> {
  const paths = repositoryPaths(newStyleRelease);
  for (const [place, rpms] of [
    [paths.fedora, built],
    [paths.updates, updates],
  ] as const) {
    await createRepository(join(tree, place), rpms, linkSync);
    await compressWithZstd(join(tree, place));
  }
}

/** Builds both repositories from .debs. */
export async function buildRepositories(input: BuildInput): Promise<BuildResult> {
  // Folders that two packages own must have one mode in both, or rpm sees a conflict.
  const umask = process.umask(0o022);
  try {
    return await build(input);
  } finally {
    process.umask(umask);
  }
}

async function build(input: BuildInput): Promise<BuildResult> {
  const { log } = input;
  const work = join(input.into, 'work');
  const unpacked = join(work, 'unpacked');
  mkdirSync(unpacked, { recursive: true });
  const key = await createKey('Test Bed <testbed@example.invalid>');
  const foreign = await createKey('Somebody Else <foreign@example.invalid>');
  try {
    log(`unpacking ${input.debs.length} Debian packages`);
    await unpackDebs(input.debs, input.debFolder, unpacked);
    await arrangeKernel(unpacked, input.kernelRelease);
    prepareMacros(work);

    log(`building ${input.packages.length} RPMs`);
    const stage = new Stage(unpacked, join(work, 'roots'), input.files);
    const generate = { unpacked, publicKey: key.publicKey, version: fedoraRelease, log };
    const staged: { pkg: RpmPackage; root: string }[] = [];
    // One after the other: the order of the table decides who gets a file.
    for (const pkg of input.packages) staged.push({ pkg, root: await stage.fill(pkg, generate) });
    // A folder that the table names belongs to that package alone: rpm takes another's mode for a conflict.
    const owners = new Map(
      input.packages.flatMap((pkg) => Object.keys(pkg.dirs ?? {}).map((dir) => [dir, pkg.name])),
    );
    const mineOf = (pkg: RpmPackage) => (dir: string) => (owners.get(dir) ?? pkg.name) === pkg.name;
    const oldRpms = emptyDistribution();
    const newRpms = emptyDistribution();
    const all: Built[] = [];
    await inParallel(staged, availableParallelism(), async ({ pkg, root }) => {
      const old = { pkg, root, evr: evrFor(pkg, input) };
      const variant = newStyle(old);
      const rpms = await buildPackage(work, old, mineOf(pkg));
      addTo(oldRpms, rpms);
      all.push(...rpms.built, ...rpms.updates);
      if (variant !== undefined) {
        const changed = await buildPackage(work, variant, mineOf(pkg));
        addTo(newRpms, changed);
        all.push(...changed.built, ...changed.updates);
      } else if (!specialPackages.some(({ name }) => name === pkg.name)) addTo(newRpms, rpms);
    });

    log('signing');
    const signed = all.filter(({ name }) => faults[name] !== 'unsigned' && faults[name] !== 'foreign');
    const half = Math.ceil(signed.length / 2);
    await Promise.all([
      key.sign(signed.slice(0, half).map(({ file }) => file)),
      key.sign(signed.slice(half).map(({ file }) => file)),
      foreign.sign(all.filter(({ name }) => faults[name] === 'foreign').map(({ file }) => file)),
    ]);

    // Linked here first: the other tree takes the files themselves.
    await createNewStyle(join(input.into, newStyleTree), newRpms);
    const tree = join(input.into, 'tree');
    const paths = repositoryPaths(fedoraRelease);
    await createRepository(join(tree, paths.fedora), oldRpms.built, renameSync);
    await createRepository(join(tree, paths.updates), oldRpms.updates, renameSync);
    applyFaults(tree, join(tree, paths.fedora), oldRpms.built, key.fingerprint);
    writeFileSync(join(input.into, 'RPM-GPG-KEY-testbed'), key.publicKey);
    writeFileSync(join(input.into, 'RPM-GPG-KEY-foreign'), foreign.publicKey);
    return {
      fingerprint: key.fingerprint,
      foreignFingerprint: foreign.fingerprint,
      packageCount: oldRpms.built.length + oldRpms.updates.length,
    };
  } finally {
    await Promise.all([key.discard(), foreign.discard()]);
    rmSync(work, { recursive: true, force: true });
  }
}
