import { isDeepStrictEqual } from 'node:util';
import type { RepositorySpec } from './image-spec.js';

/** What dnf takes where none is given; a smaller number goes first. */
export const defaultPriority = 99;

/** A whole repository, out of what differs from one that says nothing. */
export function repositorySpec(given: Partial<RepositorySpec> & { id: string }): RepositorySpec {
  return {
    baseurl: [],
    mirrorlist: null,
    metalink: null,
    keys: [],
    priority: defaultPriority,
    excludes: [],
    archives: [],
    koji: null,
    ...given,
  };
}

/** Only what differs from a repository that says nothing, as a project file has it. */
export function repositoryDocument(repository: RepositorySpec): { id: string } {
  const { id } = repository;
  const silent: Record<string, unknown> = { ...repositorySpec({ id }) };
  const said = Object.entries(repository).filter(([key, value]) => !isDeepStrictEqual(value, silent[key]));
  return { id, ...Object.fromEntries(said) };
}

/** Whether it says where it is; one that does not is a known one. */
export function hasUrl({ baseurl, metalink, mirrorlist }: RepositorySpec): boolean {
  return baseurl.length > 0 || metalink !== null || mirrorlist !== null;
}
