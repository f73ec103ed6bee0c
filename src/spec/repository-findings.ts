import { duplicateObjects } from './duplicates.js';
import { errorAt, type Finding } from './finding.js';
import type { ImageSpec, RepositorySpec } from './image-spec.js';
import { extraRepositories, isKnownId, knownRepository, ownRepositories } from './known-repositories.js';
import { didYouMean } from './nearest.js';
import { releaseInfo } from './releases.js';
import { hasUrl } from './repository-spec.js';

/** Whether each repository can be found and its packages checked. */
export function repositoryFindings(spec: ImageSpec): Finding[] {
  const { repositories } = spec;
  if (repositories === null) return [];
  if (repositories.length === 0) {
    const known = releaseInfo(spec.release, spec.arch) !== null;
    return [
      errorAt(
        'repositories',
        'There is no repository.',
        'Give one, or leave out `repositories`.',
        known ? { path: 'repositories', value: null, text: 'those of the release' } : undefined,
      ),
    ];
  }
  return [
    ...duplicateObjects('repositories', repositories, ({ id }) => id, 'repository'),
    ...repositories.flatMap((repository, index) =>
      repositoryFinding(repository, `repositories[${index}]`, spec),
    ),
  ];
}

function repositoryFinding(repository: RepositorySpec, path: string, spec: ImageSpec): Finding[] {
  const { id, keys } = repository;
  const isKnown = knownRepository(id, spec.release, spec.arch) !== null;
  if (isKnown) return [];
  // What is known of Fedora's own repositories is known by release.
  const ofRelease = isKnownId(id) ? ` of Fedora ${spec.release}` : '';
  const findings: Finding[] = [];
  if (!hasUrl(repository)) {
    findings.push(
      errorAt(
        path,
        `The repository \`${id}\`${ofRelease} has no URL, and is not known without one.`,
        `${didYouMean(id, [...ownRepositories, ...extraRepositories])}Give \`baseurl\`, \`mirrorlist\` or \`metalink\`, or \`--repo ID=URL\`.`,
      ),
    );
  }
  if (keys.length === 0) {
    findings.push(
      errorAt(
        `${path}.keys`,
        `The repository \`${id}\`${ofRelease} has no public key, so its packages could not be checked.`,
        'Give the file of its key: `--key FILE`, or `keys`.',
      ),
    );
  }
  return findings;
}
