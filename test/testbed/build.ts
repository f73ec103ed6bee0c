import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Deb, unpackDebs } from './debs.js';
import { arrangeKernel } from './kernel-tree.js';
import { createKey } from './keys.js';
import { fedoraRelease } from './packages/base.js';
import { faults } from './packages/special.js';
import type { RpmPackage } from './packages/types.js';
import { applyFaults, type Built, createRepository, repositoryPaths } from './repositories.js';
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

/** The marker file by which the two versions of an updated package differ. */
const marker = (name: string) => `usr/share/testbed/${name}`;

/** Builds both repositories from .debs. */
export async function buildRepositories(input: BuildInput): Promise<BuildResult> {
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
    const built: Built[] = [];
    const updates: Built[] = [];
    await inParallel(staged, availableParallelism(), async ({ pkg, root }) => {
      const evr = evrFor(pkg, input);
      const build = async (release: string) => {
        const mine = (dir: string) => (owners.get(dir) ?? pkg.name) === pkg.name;
        const file = await buildRpm(work, pkg, { ...evr, release }, fileLines(root, pkg, mine), root);
        return { name: pkg.name, file };
      };
      if (pkg.updated !== true) {
        built.push(await build(evr.release));
        return;
      }
      for (const [release, list] of [
        [evr.release, built],
        [`${evr.release}.1`, updates],
      ] as const) {
        mkdirSync(join(root, 'usr/share/testbed'), { recursive: true });
        writeFileSync(join(root, marker(pkg.name)), `${release}\n`);
        list.push(await build(release));
      }
    });

    log('signing');
    const signed = [...built, ...updates].filter(
      ({ name }) => faults[name] !== 'unsigned' && faults[name] !== 'foreign',
    );
    const half = Math.ceil(signed.length / 2);
    await Promise.all([
      key.sign(signed.slice(0, half).map(({ file }) => file)),
      key.sign(signed.slice(half).map(({ file }) => file)),
      foreign.sign(built.filter(({ name }) => faults[name] === 'foreign').map(({ file }) => file)),
    ]);

    const tree = join(input.into, 'tree');
    const paths = repositoryPaths(fedoraRelease);
    await createRepository(join(tree, paths.fedora), built);
    await createRepository(join(tree, paths.updates), updates);
    applyFaults(tree, join(tree, paths.fedora), built, key.fingerprint);
    writeFileSync(join(input.into, 'RPM-GPG-KEY-testbed'), key.publicKey);
    writeFileSync(join(input.into, 'RPM-GPG-KEY-foreign'), foreign.publicKey);
    return {
      fingerprint: key.fingerprint,
      foreignFingerprint: foreign.fingerprint,
      packageCount: built.length + updates.length,
    };
  } finally {
    await Promise.all([key.discard(), foreign.discard()]);
    rmSync(work, { recursive: true, force: true });
  }
}
