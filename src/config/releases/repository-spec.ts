import * as v from 'valibot';
import { differing } from '../fields/object-form.js';
import { type RepositorySpec, repositoryForm } from '../fields/repository.js';

/** A whole repository, out of what differs from one that says nothing. */
export function repositorySpec(given: Partial<RepositorySpec> & { id: string }): RepositorySpec {
  return { ...v.getDefaults(repositoryForm), ...given } as RepositorySpec;
}

/** Only what differs from a repository that says nothing, as a project file has it. */
export function repositoryDocument(repository: RepositorySpec): { id: string } {
  const { id } = repository;
  return { id, ...differing(repository, repositorySpec({ id })) };
}

/** Whether it says where it is; one that does not is a known one. */
export function hasUrl({ baseurl, metalink, mirrorlist }: RepositorySpec): boolean {
  return baseurl.length > 0 || metalink !== null || mirrorlist !== null;
}
