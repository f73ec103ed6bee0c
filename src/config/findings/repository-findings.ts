import { errorAt, type Finding } from '../../base/finding.js';
import { later, t } from '../../base/language/texts.js';
import { didYouMean } from '../../base/nearest.js';
import type { ImageSpec, RepositorySpec } from '../image-spec.js';
import {
  extraRepositories,
  isKnownId,
  knownRepository,
  ownRepositories,
} from '../releases/known-repositories.js';
import { releaseInfo } from '../releases/releases.js';
import { hasUrl } from '../releases/repository-spec.js';
import { duplicateObjects } from './duplicates.js';

/** Whether each repository can be found and its packages checked. */
export function repositoryFindings(spec: ImageSpec): Finding[] {
  const { repositories } = spec;
  if (repositories === null) return [];
  if (repositories.length === 0) {
    const known = releaseInfo(spec.release, spec.arch) !== null;
    return [
      errorAt(
        'repositories',
        t`No repository is given.`,
        t`Give one, or leave out \`repositories\`.`,
        known ? { path: 'repositories', value: null, text: t`those of the release` } : undefined,
      ),
    ];
  }
  return [
    ...duplicateObjects('repositories', repositories, ({ id }) => id, later`repository`),
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
  const ofRelease = isKnownId(id) ? t` of Fedora ${spec.release}` : '';
  const findings: Finding[] = [];
  if (!hasUrl(repository)) {
    findings.push(
      errorAt(
        path,
        t`The repository \`${id}\`${ofRelease} has no URL, and this version knows none for it.`,
        didYouMean(id, [...ownRepositories, ...extraRepositories]) +
          t`Give \`baseurl\`, \`mirrorlist\` or \`metalink\`, or \`--repo ID=URL\`.`,
      ),
    );
  }
  if (keys.length === 0) {
    findings.push(
      errorAt(
        `${path}.keys`,
        t`The repository \`${id}\`${ofRelease} has no public key, so its packages could not be checked.`,
        t`Give the file of its key: \`--key FILE\`, or \`keys\`.`,
      ),
    );
  }
  return findings;
}
