import { badInput } from '../../base/failure.js';
import { type Finding, warningAt } from '../../base/finding.js';
import { later, t } from '../../base/language/texts.js';
import { withoutTrailing } from '../../base/text/ends.js';
import type { RepositorySpec } from '../../config/image-spec.js';
import {
  type KnownRepository,
  knownRepository,
  ownRepositories,
} from '../../config/releases/known-repositories.js';
import { type KnownKey, releaseInfo } from '../../config/releases/releases.js';
import { hasUrl, repositorySpec } from '../../config/releases/repository-spec.js';
import type { Project } from '../../project/folder/project.js';
import { expiredKeys } from './key-verdict.js';
import { type KeyFile, type OwnKey, readOwnKey } from './own-key.js';

/** What to do about a key of a repository. */
const keyRemedies: OwnKey['remedies'] = {
  unreadable: later`Put the public key there, or name another file.`,
  revoked: later`Ask the people who run the repository for their new key, and name that one.`,
};

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
export type KeySource = { from: 'spec'; files: KeyFile[] } | { from: 'known'; key: KnownKey };

/**
 * The repositories of a project: those that its spec names, else those of its Fedora release.
 * @param cacheDir where what was read of key files is remembered; null: nowhere
 * @throws Failure with exit status 2: unknown release without repositories; key file that is missing, is none, or
 *   has a key that is revoked.
 */
export async function projectRepositories(project: Project, cacheDir: string | null): Promise<Repository[]> {
  const { repositories, release, arch } = project.spec;
  if (repositories === null && releaseInfo(release, arch) === null) {
    throw badInput({
      what: t`This version does not know Fedora release \`${release}\`, so you must name its repositories.`,
      where: 'release',
      remedy: t`Name them in \`repositories\`, or with \`--repo ID=URL --key FILE\`.`,
    });
  }
  const specs = repositories ?? ownRepositories.map((id) => repositorySpec({ id }));
  return Promise.all(specs.map((spec, index) => specRepository(project, spec, index, cacheDir)));
}

async function specRepository(
  project: Project,
  spec: RepositorySpec,
  index: number,
  cacheDir: string | null,
): Promise<Repository> {
  const field = `repositories[${index}]`;
  const { release, arch } = project.spec;
  const known = knownRepository(spec.id, release, arch);
  const isKnownTree = !hasUrl(spec);
  const place = isKnownTree ? known : spec;
  if (place === null) {
    throw badInput({
      what: t`Repository \`${spec.id}\` has no URL, and this version knows none for it.`,
      where: field,
      remedy: t`Name its \`baseurl\`, \`mirrorlist\` or \`metalink\`, or give \`--repo ID=URL\`.`,
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
    ...(await keysOf(project.dir, spec, known, field, cacheDir)),
    isKnownTree,
  };
}

async function keysOf(
  dir: string,
  spec: RepositorySpec,
  known: KnownRepository | null,
  field: string,
  cacheDir: string | null,
): Promise<Pick<Repository, 'fingerprints' | 'keys'>> {
  if (spec.keys.length > 0) {
    const files = await Promise.all(
      spec.keys.map((key, at) =>
        readOwnKey(dir, { key, where: `${field}.keys[${at}]`, remedies: keyRemedies }, cacheDir),
      ),
    );
    const fingerprints = files.flatMap(({ keys }) => keys.map(({ fingerprint }) => fingerprint));
    return { fingerprints: [...new Set(fingerprints)].sort(), keys: { from: 'spec', files } };
  }
  if (known !== null) {
    return { fingerprints: [known.key.fingerprint], keys: { from: 'known', key: known.key } };
  }
  throw badInput({
    what: t`Repository \`${spec.id}\` has no key, so its packages cannot be verified.`,
    where: `${field}.keys`,
    remedy: t`Name the file with its public key in \`keys\`, or with \`--key FILE\`.`,
  });
}

/** Keys of a project that have expired. */
export function keyWarnings(repositories: readonly Repository[], now: Date): Finding[] {
  const keys = repositories.flatMap((one) =>
    one.keys.from === 'spec' ? one.keys.files.flatMap((file) => file.keys) : [],
  );
  return [...new Set(expiredKeys(keys, now.getTime() / 1000))].map((sentence) =>
    warningAt(
      'repositories',
      sentence,
      t`Packages that it signed before are good; newer ones need a newer key.`,
    ),
  );
}

function trimmed(url: string): string {
  return withoutTrailing(url, '/');
}
