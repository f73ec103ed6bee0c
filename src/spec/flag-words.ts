import { isDeepStrictEqual } from 'node:util';
import { defaultSpec } from './defaults.js';
import { getAt } from './field-path.js';
import { type FlagField, flagTable, repositoryFlags, setFlag } from './flag-table.js';
import type { ImageSpec, RepositorySpec } from './image-spec.js';
import { ownRepositories } from './known-repositories.js';
import { hasUrl, repositoryDocument, repositorySpec } from './repository-spec.js';
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
  if (repositories === null || isBeyondFlags(repositories)) {
    return setting('repositories', repositories?.map(repositoryDocument) ?? null);
  }
  const own = ownRepositories.length;
  const isOwnFirst = isDeepStrictEqual(repositories.slice(0, own), ownRepositories.map(knownOnly));
  const isAdded = isOwnFirst && repositories.length > own && !repositories.some(hasUrl);
  return [
    ...repositories
      .slice(isAdded ? own : 0)
      .flatMap(({ id, baseurl }) =>
        baseurl.length === 0
          ? word(repositoryFlags.repo.flag, id)
          : baseurl.flatMap((url) => word(repositoryFlags.repo.flag, `${id}=${url}`)),
      ),
    ...(repositories.find(hasUrl)?.keys ?? []).flatMap((key) => word(repositoryFlags.key.flag, key)),
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

/**
 * `--repo` and `--key` know ids alone and base URLs, give all that have a URL the same key files, and have no list
 * that is the extra repositories without the release's own.
 */
function isBeyondFlags(repositories: readonly RepositorySpec[]): boolean {
  const withUrl = repositories.filter(hasUrl);
  const keys = withUrl[0]?.keys ?? [];
  const isOnlyExtra = repositories.every(
    (one) => !hasUrl(one) && !(ownRepositories as readonly string[]).includes(one.id),
  );
  return (
    isOnlyExtra ||
    repositories.some(({ id, baseurl, keys: own }, index) => {
      const plain = baseurl.length === 0 ? knownOnly(id) : repositorySpec({ id, baseurl, keys: [...keys] });
      return (
        !isDeepStrictEqual(repositories[index], plain) || own.some((key) => key.startsWith('-----BEGIN'))
      );
    })
  );
}

function knownOnly(id: string): RepositorySpec {
  return repositorySpec({ id });
}
