import * as v from 'valibot';
import * as shape from './field-types.js';
import { defaulted, needed } from './object-form.js';

/** What dnf takes where none is given; a smaller number goes first. */
export const defaultPriority = 99;

/**
 * A repository of packages. What it does not say is taken from what is known of its id (`fedora`, `updates`,
 * `updates-testing`, `docker-ce`): one with no URL at all is where that is known to be, and one with URLs but
 * without keys, a mirror of it, has its key.
 */
export const repositoryForm = v.object({
  id: needed(shape.repositoryId, 'Short name of the repository.'),
  baseurl: defaulted(v.array(shape.url), 'Base URLs in order of preference: http, https or file.', () => []),
  mirrorlist: defaulted(v.nullable(shape.url), 'A plain list of base URLs.', () => null),
  metalink: defaulted(v.nullable(shape.url), 'A metalink that names mirrors and digests.', () => null),
  keys: defaulted(
    v.array(shape.key),
    'Public keys that packages must be signed with: paths relative to this folder, or armoured text.',
    () => [],
  ),
  priority: defaulted(
    shape.priority,
    'Packages of the repository with the smaller number win, even if others are newer.',
    () => defaultPriority,
  ),
  excludes: defaulted(v.array(shape.packagePattern), 'Packages of this repository to ignore.', () => []),
  archives: defaulted(
    v.array(shape.url),
    'Base URLs of locked packages that have left the repository.',
    () => [],
  ),
  koji: defaulted(v.nullable(shape.url), 'Base URL of the packages of a Koji build system.', () => null),
});

export type RepositorySpec = v.InferOutput<typeof repositoryForm>;
