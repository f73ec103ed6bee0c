import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Project } from '../project/project.js';
import { badInput } from '../spec/failure.js';
import type { RepositorySpec } from '../spec/image-spec.js';
import { type ReleaseInfo, releaseInfo } from '../spec/releases.js';
import { readOpenPgpKeys } from './openpgp-key.js';

/** A repository that packages are taken from, its variables filled in and its keys known. */
export interface Repository {
  id: string;
  /** In order of preference, without a slash at the end. */
  baseurl: string[];
  metalink: string | null;
  /** Full fingerprints of the keys that its packages may be signed with, sorted. */
  fingerprints: string[];
  keys: KeySource;
}

/** Where the public keys themselves are: at hand, or to be found by what is known of the release. */
export type KeySource = { from: 'spec'; contents: Uint8Array[] } | { from: 'release'; release: ReleaseInfo };

/**
 * The repositories of a project: those that its spec names, else those of its Fedora release.
 * @throws Failure with exit status 2: unknown release without repositories, key file that is missing or is none.
 */
export async function projectRepositories(project: Project): Promise<Repository[]> {
  const { repositories, release, arch } = project.spec;
  if (repositories !== null) {
    return Promise.all(repositories.map((spec, index) => specRepository(project, spec, index)));
  }
  const info = releaseInfo(release, arch);
  if (info === null) {
    throw badInput({
      what: `Fedora release \`${release}\` is not known, so its repositories must be given.`,
      where: 'release',
      remedy: 'Name them in `repositories`, or with `--repo ID=URL --key FILE`.',
    });
  }
  return info.repositories.map((repository) => ({
    id: repository.id,
    baseurl: repository.baseurl.map(trimmed),
    metalink: repository.metalink,
    fingerprints: [info.keyFingerprint],
    keys: { from: 'release', release: info },
  }));
}

async function specRepository(project: Project, spec: RepositorySpec, index: number): Promise<Repository> {
  const field = `repositories[${index}]`;
  if (spec.keys.length === 0) {
    throw badInput({
      what: `Repository \`${spec.id}\` has no key, so its packages could not be checked.`,
      where: `${field}.keys`,
      remedy: 'Name the file with its public key in `keys`, or with `--key FILE`.',
    });
  }
  const { release, arch } = project.spec;
  const filled = (url: string) =>
    url.replaceAll(/\$\{?releasever\}?/g, String(release)).replaceAll(/\$\{?(basearch|arch)\}?/g, arch);
  const contents = await Promise.all(
    spec.keys.map((key, at) => keyContent(project.dir, key, `${field}.keys[${at}]`)),
  );
  return {
    id: spec.id,
    baseurl: spec.baseurl.map((url) => trimmed(filled(url))),
    metalink: spec.metalink === null ? null : filled(spec.metalink),
    fingerprints: [...new Set(contents.flatMap((content) => content.fingerprints))].sort(),
    keys: { from: 'spec', contents: contents.map((content) => content.bytes) },
  };
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
    bytes = isText ? Buffer.from(key) : await readFile(file);
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
