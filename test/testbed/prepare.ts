import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRepositories } from './build.js';
import { currentKernel, fetchDebs, installTools, listDebs } from './debs.js';
import { withLock } from './lock.js';
import { newStyleRelease } from './new-style.js';
import { fedoraRelease } from './packages/base.js';
import { allPackages, defaultList, minimalList } from './packages/index.js';
import { faults } from './packages/special.js';
import { cacheFolder, generatorDigest, sourceFolder } from './places.js';
import { newStyleTree, repositoryPaths } from './repositories.js';

/** A repository of the test bed. */
export interface TestbedRepository {
  readonly id: 'fedora' | 'updates';
  /** Its folder on this machine; `repodata/` lies directly below. */
  readonly dir: string;
  /** Its address relative to the served root, without slashes at the ends. */
  readonly path: string;
}

/** A prepared test bed: real, signed repositories on disk. */
export interface Testbed {
  readonly dir: string;
  /** The folder to serve: it looks like `pub/fedora/linux` on a mirror. */
  readonly tree: string;
  /** Release that it plays, for `$releasever`. */
  readonly release: string;
  /** Path of the ASCII-armoured public key that signs the packages. */
  readonly key: string;
  /** Path of the key that signs `tfr-test-foreign` alone. */
  readonly foreignKey: string;
  /** 40 hexadecimal digits, upper case. */
  readonly fingerprint: string;
  readonly foreignFingerprint: string;
  readonly repositories: readonly TestbedRepository[];
  /** `uname -r` of its kernel: the folder's name below /usr/lib/modules. */
  readonly kernelRelease: string;
  /** A list that makes a full system which boots. */
  readonly packages: readonly string[];
  /** The smallest list for a device that boots and survives power cuts. */
  readonly minimalPackages: readonly string[];
  /** Packages with a second, newer version in `updates`. */
  readonly updatedPackages: readonly string[];
  /** Packages that are broken on purpose, and how. */
  readonly faults: Readonly<Record<string, string>>;
  /** Number of RPM files in both repositories. */
  readonly packageCount: number;
}

interface Manifest {
  readonly fingerprint: string;
  readonly foreignFingerprint: string;
  readonly kernelRelease: string;
  readonly packageCount: number;
  readonly debs: readonly string[];
}

function load(dir: string): Testbed | undefined {
  const file = join(dir, 'testbed.json');
  if (!existsSync(file)) return undefined;
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const paths = repositoryPaths(fedoraRelease);
  const tree = join(dir, 'tree');
  return {
    dir,
    tree,
    release: fedoraRelease,
    key: join(dir, 'RPM-GPG-KEY-testbed'),
    foreignKey: join(dir, 'RPM-GPG-KEY-foreign'),
    fingerprint: manifest.fingerprint,
    foreignFingerprint: manifest.foreignFingerprint,
    repositories: (['fedora', 'updates'] as const).map((id) => ({
      id,
      path: paths[id],
      dir: join(tree, paths[id]),
    })),
    kernelRelease: manifest.kernelRelease,
    packages: defaultList,
    minimalPackages: minimalList,
    updatedPackages: allPackages(manifest.kernelRelease)
      .filter((each) => each.updated === true)
      .map((each) => each.name),
    faults,
    packageCount: manifest.packageCount,
  };
}

/**
 * The second distribution of a test bed: Fedora 44's layout (programs in /usr/bin only, boot loader in a folder of
 * its version below /usr/lib/efi), metadata compressed with zstd, no broken packages.
 */
export function newStyleOf(testbed: Testbed): Testbed {
  const paths = repositoryPaths(newStyleRelease);
  const tree = join(testbed.dir, newStyleTree);
  return {
    ...testbed,
    tree,
    release: newStyleRelease,
    repositories: testbed.repositories.map(({ id }) => ({ id, path: paths[id], dir: join(tree, paths[id]) })),
    // Without the package that only asks for the others.
    packages: testbed.packages.filter((name) => name !== 'kernel'),
    faults: {},
    packageCount: readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.rpm'),
    ).length,
  };
}

/** Options of `prepareTestbed`. */
export interface PrepareOptions {
  readonly log?: (line: string) => void;
}

/**
 * Makes sure that the test bed is there. The first call installs what is missing, downloads Debian's
 * packages and builds; later ones only look, without apt or network. Delete the cache folder (or change the
 * generator) to take up newer Debian packages.
 */
export async function prepareTestbed(options: PrepareOptions = {}): Promise<Testbed> {
  const log = options.log ?? (() => {});
  const cache = cacheFolder();
  // A link from the generator's digest to the build: finding it asks apt nothing.
  const pointer = join(cache, `generator-${generatorDigest()}`);
  const known = () =>
    existsSync(pointer) ? load(join(cache, readFileSync(pointer, 'utf8').trim())) : undefined;
  const ready = known();
  if (ready !== undefined) return ready;
  return withLock(
    join(cache, 'lock'),
    async () => known() ?? (await build(cache, pointer, log)),
    () => log('another process is preparing the test bed: waiting'),
  );
}

async function build(cache: string, pointer: string, log: (line: string) => void): Promise<Testbed> {
  await installTools(log);
  const kernelRelease = await currentKernel();
  const packages = allPackages(kernelRelease);
  const debs = await listDebs(packages);
  const list = debs.map((deb) => `${deb.file} ${deb.sha256}`);
  const digest = createHash('sha256')
    .update(`${generatorDigest()}\n${list.join('\n')}`)
    .digest('hex')
    .slice(0, 16);
  const dir = join(cache, digest);
  if (!existsSync(dir)) {
    const debFolder = join(cache, 'debs');
    await fetchDebs(debs, debFolder, log);
    // We hold the lock: whatever half-made build lies here is dead.
    for (const name of readdirSync(cache)) {
      if (name.startsWith('partial-')) rmSync(join(cache, name), { recursive: true, force: true });
    }
    const partial = join(cache, `partial-${digest}`);
    mkdirSync(partial);
    const files = join(sourceFolder(), 'files');
    const result = await buildRepositories({
      packages,
      kernelRelease,
      debs,
      debFolder,
      files,
      into: partial,
      log,
    });
    const manifest: Manifest = { ...result, kernelRelease, debs: list };
    writeFileSync(join(partial, 'testbed.json'), `${JSON.stringify(manifest, null, 1)}\n`);
    renameSync(partial, dir);
  }
  writeFileSync(`${pointer}.new`, `${digest}\n`);
  renameSync(`${pointer}.new`, pointer);
  const testbed = load(dir);
  if (testbed === undefined) throw new Error(`${dir} lacks its testbed.json`);
  log(`test bed: ${dir}`);
  return testbed;
}
