import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Project } from '../project/project.js';
import { badInput } from '../spec/failure.js';
import type { RepositorySpec } from '../spec/image-spec.js';
import { type KnownRepository, knownRepository, ownRepositories } from '../spec/known-repositories.js';
import { type KnownKey, releaseInfo } from '../spec/releases.js';
import { hasUrl, repositorySpec } from '../spec/repository-spec.js';
import { plainArmour, readOpenPgpKeys } from './openpgp-key.js';

/** A repository that packages are taken from, its variables filled in and its keys known. */
export interface Repository {
  id: string;
  /** In order of preference, without a slash at the end. */
  baseurl: string[];
  mirrorlist: string | null;
  metalink: string | null;
  /** 1 to 99; the smaller number goes first. */
  priority: number;
  /** Packages of it that are not there for us. */
  excludes: string[];
  /** Base URLs where packages are looked for that have left it, without a slash at the end. */
  archives: string[];
  /** Base URL of the packages of a Koji build system, without a slash at the end, or null. */
  koji: string | null;
  /** Full fingerprints of the keys that its packages may be signed with, sorted. */
  fingerprints: string[];
  keys: KeySource;
  /** It is where this program knows it to be, not at a URL that the spec names. */
  isKnownTree: boolean;
}

/** Where the public keys themselves are: at hand, or to be found by what is known of the one. */
export type KeySource = { from: 'spec'; contents: Uint8Array[] } | { from: 'known'; key: KnownKey };

/**
 * The repositories of a project: those that its spec names, else those of its Fedora release.
 * @throws Failure with exit status 2: unknown release without repositories, key file that is missing or is none.
 */
export async function projectRepositories(project: Project): Promise<Repository[]> {
  const { repositories, release, arch } = project.spec;
  if (repositories === null && releaseInfo(release, arch) === null) {
    throw badInput({
      what: `Fedora release \`${release}\` is not known, so its repositories must be given.`,
      where: 'release',
      remedy: 'Name them in `repositories`, or with `--repo ID=URL --key FILE`.',
    });
  }
  const specs = repositories ?? ownRepositories.map((id) => repositorySpec({ id }));
  return Promise.all(specs.map((spec, index) => specRepository(project, spec, index)));
}

async function specRepository(project: Project, spec: RepositorySpec, index: number): Promise<Repository> {
  const field = `repositories[${index}]`;
  const { release, arch } = project.spec;
  const known = knownRepository(spec.id, release, arch);
  const isKnownTree = !hasUrl(spec);
  const place = isKnownTree ? known : spec;
  if (place === null) {
    throw badInput({
      what: `Repository \`${spec.id}\` has no URL, and is not known without one.`,
      where: field,
      remedy: 'Name its `baseurl`, `mirrorlist` or `metalink`, or give `--repo ID=URL`.',
    });
  }
  const filled = (url: string) =>
    url.replaceAll(/\$\{?releasever\}?/g, String(release)).replaceAll(/\$\{?(basearch|arch)\}?/g, arch);
  const base = (url: string) => trimmed(filled(url));
  // What is signed with other keys than the known ones is not what the known archives hold.
  const like = spec.keys.length === 0 ? known : null;
  const koji = spec.koji ?? like?.koji ?? null;
  return {
    id: spec.id,
    baseurl: place.baseurl.map(base),
    mirrorlist: spec.mirrorlist === null ? null : filled(spec.mirrorlist),
    metalink: place.metalink === null ? null : filled(place.metalink),
    priority: spec.priority,
    excludes: spec.excludes,
    archives: [...spec.archives, ...(like?.archives ?? [])].map(base),
    koji: koji === null ? null : base(koji),
    ...(await keysOf(project.dir, spec, known, field)),
    isKnownTree,
  };
}

async function keysOf(
  dir: string,
  spec: RepositorySpec,
  known: KnownRepository | null,
  field: string,
): Promise<Pick<Repository, 'fingerprints' | 'keys'>> {
  if (spec.keys.length > 0) {
    const found = await Promise.all(spec.keys.map((key, at) => keyContent(dir, key, `${field}.keys[${at}]`)));
    return {
      fingerprints: [...new Set(found.flatMap(({ fingerprints }) => fingerprints))].sort(),
      keys: { from: 'spec', contents: found.map(({ bytes }) => bytes) },
    };
  }
  if (known !== null) {
    return { fingerprints: [known.key.fingerprint], keys: { from: 'known', key: known.key } };
  }
  throw badInput({
    what: `Repository \`${spec.id}\` has no key, so its packages could not be checked.`,
    where: `${field}.keys`,
    remedy: 'Name the file with its public key in `keys`, or with `--key FILE`.',
  });
}

async function keyContent(
  dir: string,
  key: string,
  where: string,
): Promise<{ bytes: Uint8Array; fingerprints: string[] }> {
  const isText = key.includes('-----BEGIN PGP');
  const file = path.resolve(dir, key);
  let bytes: Uint8Array;
  try {
    bytes = plainArmour(isText ? Buffer.from(key) : await readFile(file));
  } catch (error) {
    throw badInput({
      what: `The key file \`${key}\` cannot be read.`,
      where,
      why: `\`${file}\`: ${(error as Error).message}`,
      remedy: 'Put the public key there, or name another file.',
    });
  }
  try {
    return { bytes, fingerprints: readOpenPgpKeys(bytes).map((found) => found.fingerprint) };
  } catch (error) {
    throw badInput({
      what: `\`${isText ? 'The text' : key}\` is no public key that rpm could use.`,
      where,
      why: (error as Error).message,
      remedy: 'Export the key with `gpg --armor --export KEYID`.',
    });
  }
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}
