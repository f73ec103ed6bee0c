import * as v from 'valibot';
import { later, t } from '../../base/language/texts.js';
import { repositoryDocument, repositorySpec } from '../releases/repository-spec.js';
import { field, flag } from './field.js';
import * as shape from './field-types.js';
import { type RepositorySpec, repositoryForm } from './repository.js';

/** What the packages come from. */
export const releaseFields = {
  release: field({
    schema: shape.release,
    description: 'Fedora release.',
    default: 44,
    flag: flag('--release N', 'Fedora release', 'number'),
    variable: 'FEDORA_MAJOR',
    screen: 'release',
    ask: {
      label: later`Release`,
      help: [
        later`The release decides which packages there are and how long they get security updates. A release is supported for about 13 months.`,
        later`One that has reached its end of life still builds: its packages are looked for in the archive. One that is not yet released may change every day.`,
      ],
    },
    summary: (release) => `Fedora ${release}`,
  }),
  arch: field({
    schema: v.picklist(['x86_64']),
    description: 'Architecture of the device.',
    default: 'x86_64',
    flag: flag('--arch ARCH', 'architecture of the device'),
    variable: 'ARCH',
    screen: 'release',
    summary: (arch) => ` ${arch}`,
  }),
  repositories: field({
    schema: v.nullable(v.array(repositoryForm)),
    description:
      'Replaces the repositories of the release. For `fedora`, `updates`, `updates-testing` and `docker-ce` the id is enough.',
    default: null,
    defaultText: 'those of the release',
    parse: (given): RepositorySpec[] | null => given?.map(repositorySpec) ?? null,
    print: (repositories) => repositories?.map(repositoryDocument) ?? null,
    kickstart: 'repo',
    screen: 'release',
    summary: (repositories) =>
      repositories === null ? '' : t`, from ${repositories.map(({ id }) => id).join(', ')}`,
  }),
};
