import { isDeepStrictEqual } from 'node:util';
import { defaultSpec } from './defaults.js';
import { getAt } from './field-path.js';
import { type FlagField, flagTable, repositoryFlags, setFlag } from './flag-table.js';
import type { ImageSpec, RepositorySpec } from './image-spec.js';
import { sizeText } from './sizes.js';

/**
 * The flags that turn `base` (the default spec of the same name, if absent) into the spec, as words of a command
 * line: a flag of its own for each field where there is one, `--set` for the others.
 */
export function specToFlags(spec: ImageSpec, base: ImageSpec = defaultSpec({ name: spec.name })): string[] {
  const { sectorSize, devices } = spec.disks;
  const bases = [base, defaultSpec({ name: spec.name, sectorSize, devices })];
  const words = flagTable.flatMap((field) => {
    const value = getAt(spec, field.path);
    const same =
      field.path !== 'name' && bases.every((other) => isDeepStrictEqual(value, getAt(other, field.path)));
    return same ? [] : wordsOf(field, value ?? null);
  });
  return [
    ...words,
    ...repositoryWords(spec.repositories, base.repositories),
    ...(isDeepStrictEqual(spec.system.users, base.system.users)
      ? []
      : setting('system.users', spec.system.users)),
  ];
}

function repositoryWords(
  repositories: readonly RepositorySpec[] | null,
  before: readonly RepositorySpec[] | null,
): string[] {
  if (isDeepStrictEqual(repositories, before)) return [];
  if (repositories === null || isBeyondFlags(repositories)) return setting('repositories', repositories);
  return [
    ...repositories.flatMap(({ id, baseurl }) =>
      baseurl.flatMap((url) => word(repositoryFlags.repo.flag, `${id}=${url}`)),
    ),
    ...(repositories[0]?.keys ?? []).flatMap((key) => word(repositoryFlags.key.flag, key)),
  ];
}

function wordsOf(field: FlagField, value: unknown): string[] {
  if (field.kind === 'switch') return [value === true ? field.flag : field.flag.replace('--', '--no-')];
  if (value === null) return field.kind === 'items' ? setting(field.path, null) : word(field.flag, '');
  if (Array.isArray(value)) {
    if (value.length === 0) return word(field.flag, '');
    return field.kind === 'list'
      ? word(field.flag, value.join(','))
      : value.flatMap((one) => word(field.flag, one));
  }
  return word(field.flag, field.value === 'SIZE' ? sizeText(value as number | 'rest') : String(value));
}

function word(flag: string, value: string): string[] {
  return value.startsWith('-') ? [`${flag}=${value}`] : [flag, value];
}

function setting(path: string, value: unknown): string[] {
  return word(setFlag.flag, `${path}=${JSON.stringify(value)}`);
}

/** `--repo` and `--key` know no metalink, and give all repositories the same key files. */
function isBeyondFlags(repositories: readonly RepositorySpec[]): boolean {
  const keys = repositories[0]?.keys ?? [];
  return (
    repositories.length === 0 ||
    repositories.some(
      (repository) =>
        repository.metalink !== null ||
        repository.baseurl.length === 0 ||
        !isDeepStrictEqual(repository.keys, keys) ||
        repository.keys.some((key) => key.startsWith('-----BEGIN')),
    )
  );
}
