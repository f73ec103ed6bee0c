import { isDeepStrictEqual } from 'node:util';
import { defaultSpec } from './defaults.js';
import { badInput } from './failure.js';
import { getAt, setAt } from './field-path.js';
import { type FlagField, flagTable, repositoryFlags } from './flag-table.js';
import type { ImageSpec, RepositorySpec } from './image-spec.js';
import { sizeText } from './sizes.js';
import type { Layer } from './sources.js';

/** What was given of one flag: all its values in order, or whether its switch is on. */
export type FlagValues = Readonly<Record<string, readonly string[] | boolean | undefined>>;

/**
 * What flags say of a spec.
 * @param values By flag (`--disk`); absent where the flag was not given.
 * @throws Failure (exit status 2) for `--key` without `--repo`.
 */
export function flagsLayer(values: FlagValues): Layer {
  let document: Record<string, unknown> = {};
  for (const field of flagTable) {
    const given = values[field.flag];
    if (given !== undefined) document = setAt(document, field.path, valueOf(field, given));
  }
  const repositories = repositoriesOf(values);
  if (repositories !== undefined) document = { ...document, repositories };
  return { document, where: flagOf };
}

/**
 * The flags that turn `base` (of the same name, by default) into the spec, as words of a command line.
 * What they cannot say is told by {@link fieldsBeyondFlags}.
 */
export function specToFlags(spec: ImageSpec, base: ImageSpec = defaultSpec({ name: spec.name })): string[] {
  const { sectorSize, devices } = spec.disks;
  const bases = [base, defaultSpec({ name: spec.name, sectorSize, devices })];
  const words = flagTable.flatMap((field) => {
    const value = getAt(spec, field.path);
    const same =
      field.path !== 'name' && bases.every((other) => isDeepStrictEqual(value, getAt(other, field.path)));
    return same || value === undefined ? [] : wordsOf(field, value);
  });
  const { repositories } = spec;
  if (repositories === null || repositoriesBeyondFlags(repositories)) return words;
  return [
    ...words,
    ...repositories.flatMap(({ id, baseurl }) =>
      baseurl.flatMap((url) => word(repositoryFlags.repo.flag, `${id}=${url}`)),
    ),
    ...(repositories[0]?.keys ?? []).flatMap((key) => word(repositoryFlags.key.flag, key)),
  ];
}

/** Fields that the spec sets and for which there is no flag: they need a project file. */
export function fieldsBeyondFlags(spec: ImageSpec): string[] {
  return [
    ...(spec.repositories !== null && repositoriesBeyondFlags(spec.repositories) ? ['repositories'] : []),
    ...(spec.system.users.length > 0 ? ['system.users'] : []),
  ];
}

function valueOf(field: FlagField, given: readonly string[] | boolean): unknown {
  if (typeof given === 'boolean') return given;
  const last = given.at(-1) ?? '';
  switch (field.kind) {
    case 'number':
      return /^\d+$/.test(last) ? Number(last) : last;
    case 'list':
      return given
        .flatMap((text) => text.split(','))
        .map((text) => text.trim())
        .filter((text) => text !== '');
    case 'items':
      return given.filter((text) => text !== '');
    default:
      return last === '' && getAt(defaultSpec(), field.path) === null ? null : last;
  }
}

/** The same id twice adds a base URL. */
function repositoriesOf(values: FlagValues): unknown[] | undefined {
  const { repo, key } = repositoryFlags;
  const given = (values[repo.flag] ?? []) as readonly string[];
  const keys = (values[key.flag] ?? []) as readonly string[];
  if (given.length === 0) {
    if (keys.length === 0) return undefined;
    throw badInput({
      what: `\`--key ${keys[0]}\` belongs to no repository.`,
      where: '--key',
      remedy: 'Give the repository too: `--repo ID=URL --key FILE`.',
    });
  }
  const urls = new Map<string, string[]>();
  for (const text of given) {
    const cut = text.indexOf('=');
    const id = cut < 0 ? text : text.slice(0, cut);
    urls.set(id, [...(urls.get(id) ?? []), ...(cut < 0 ? [] : [text.slice(cut + 1)])]);
  }
  return [...urls].map(([id, baseurl]) => ({ id, baseurl, keys }));
}

function flagOf(path: string): string {
  if (/^repositories(\[\d+\])?\.keys/.test(path)) return repositoryFlags.key.flag;
  if (path.startsWith('repositories')) return repositoryFlags.repo.flag;
  const field = flagTable.find(
    (candidate) => path === candidate.path || path.startsWith(`${candidate.path}[`),
  );
  return field?.flag ?? 'flags';
}

function wordsOf(field: FlagField, value: unknown): string[] {
  if (field.kind === 'switch') return [value === true ? field.flag : field.flag.replace('--', '--no-')];
  if (value === null) return word(field.flag, '');
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

function repositoriesBeyondFlags(repositories: readonly RepositorySpec[]): boolean {
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
