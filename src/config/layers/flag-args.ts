import { isDeepStrictEqual } from 'node:util';
import { getAt } from '../../base/field-path.js';
import { documentToSpec, overlay } from '../document.js';
import { sizeText } from '../fields/sizes.js';
import { fieldList } from '../fields/spec-fields.js';
import type { ImageSpec, RepositorySpec } from '../image-spec.js';
import { ownRepositories } from '../releases/known-repositories.js';
import { hasUrl, repositoryDocument, repositorySpec } from '../releases/repository-spec.js';
import type { ProjectFile } from '../schema.js';
import { type FlagField, flagTable, repositoryFlags, setFlag } from './flag-table.js';

/** Fields without a flag of their own, but for the repositories, which have two. */
const unflagged = fieldList.filter(({ path, flag }) => flag === undefined && path !== 'repositories');

/**
 * The flags that make the spec out of what lies under them (a preset, a project file; nothing if absent), as words of a
 * command line: a flag of its own for each field where there is one, `--set` for the others.
 */
export function specToFlags(spec: ImageSpec, under: ProjectFile = {}): string[] {
  const { sectorSize, devices } = spec.disks;
  const { name } = spec;
  const disks = documentToSpec(overlay(under, { name }) as ProjectFile);
  // What the flags of the disks say decides the defaults of other fields.
  const base = documentToSpec(overlay(under, { name, disks: { sectorSize, devices } }) as ProjectFile);
  const words = flagTable.flatMap((field) => {
    const value = getAt(spec, field.path);
    const before = ['disks.sectorSize', 'disks.devices'].includes(field.path) ? disks : base;
    const same = field.path !== 'name' && isDeepStrictEqual(value, getAt(before, field.path));
    return same ? [] : wordsOf(field, value ?? null);
  });
  return [
    ...words,
    ...repositoryArgs(spec.repositories, base.repositories),
    ...unflagged.flatMap(({ path, print }) => {
      const value = getAt(spec, path);
      if (isDeepStrictEqual(value, getAt(base, path))) return [];
      return setting(path, print === undefined ? value : print(value));
    }),
  ];
}

function repositoryArgs(
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
