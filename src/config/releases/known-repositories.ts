import type { Arch } from '../image-spec.js';
import { type KnownKey, releaseInfo } from './releases.js';

/** Ids of the repositories that a release has by itself, in their order. */
export const ownRepositories = ['fedora', 'updates'] as const;
/** Ids of those that are known besides, and are taken only when they are named. */
export const extraRepositories = ['updates-testing', 'docker-ce'] as const;

export type KnownRepositoryId = (typeof ownRepositories)[number] | (typeof extraRepositories)[number];

/** A repository that can be named by its id alone: where it is, and the key of its packages. */
export interface KnownRepository {
  metalink: string | null;
  /** In order of preference. */
  baseurl: string[];
  /** Where its packages are kept when they have left it. */
  archives: string[];
  /** Base URL of the packages of the build system that made them, or null. */
  koji: string | null;
  key: KnownKey;
}

export function isKnownId(id: string): id is KnownRepositoryId {
  return ([...ownRepositories, ...extraRepositories] as string[]).includes(id);
}

/** What is known of a repository, or null: nothing, or nothing of this release. */
export function knownRepository(id: string, release: number, arch: Arch): KnownRepository | null {
  if (id === 'docker-ce') return dockerRepository(release, arch);
  const key = releaseInfo(release, arch)?.key;
  if (key === undefined) return null;
  const fedora = (mirrorName: string, tail: string, archives: string[]): KnownRepository => ({
    metalink: `https://mirrors.fedoraproject.org/metalink?repo=${mirrorName}&arch=${arch}`,
    // The tree of a release moves to the archive some time after its end of life.
    baseurl: [
      `https://dl.fedoraproject.org/pub/fedora/linux/${tail}`,
      `https://dl.fedoraproject.org/pub/archive/fedora/linux/${tail}`,
    ],
    archives,
    koji: 'https://kojipkgs.fedoraproject.org/packages/',
    key,
  });
  // Of a package the updates hold the newest version only; this keeps all that ever were in them.
  const updatesArchive = `https://fedoraproject-updates-archive.fedoraproject.org/fedora/${release}/${arch}/`;
  switch (id) {
    case 'fedora':
      return fedora(`fedora-${release}`, `releases/${release}/Everything/${arch}/os/`, []);
    case 'updates':
      return fedora(`updates-released-f${release}`, `updates/${release}/Everything/${arch}/`, [
        updatesArchive,
      ]);
    case 'updates-testing':
      // What was tested becomes an update.
      return fedora(`updates-testing-f${release}`, `updates/testing/${release}/Everything/${arch}/`, [
        `https://dl.fedoraproject.org/pub/fedora/linux/updates/${release}/Everything/${arch}/`,
        updatesArchive,
      ]);
    default:
      return null;
  }
}

/** Source: Docker's docker-ce.repo for Fedora, section docker-ce-stable. All that it ever had stays there. */
function dockerRepository(release: number, arch: Arch): KnownRepository {
  return {
    metalink: null,
    baseurl: [`https://download.docker.com/linux/fedora/${release}/${arch}/stable/`],
    archives: [],
    koji: null,
    key: {
      owner: 'Docker',
      fingerprint: '060A61C51B558A7F742B77AAC52FEB6B621E9F35',
      files: [],
      url: 'https://download.docker.com/linux/fedora/gpg',
    },
  };
}

/** Id of the known repository that has a package which Fedora's own have not, or null. */
export function extraRepositoryOf(packageName: string): KnownRepositoryId | null {
  return dockerPackages.test(packageName) ? 'docker-ce' : null;
}

/** Source: https://docs.docker.com/engine/install/fedora/, and what these packages require or recommend. */
const dockerPackages = /^(docker-ce(-cli|-rootless-extras)?|containerd\.io|docker-\w+-plugin)$/;
