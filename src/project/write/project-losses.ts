import { isDeepStrictEqual } from 'node:util';
import { getAt, isRecord } from '../../base/field-path.js';
import { t } from '../../base/language/texts.js';
import { defaultSpec } from '../../config/defaults.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { readPackageTexts } from '../packages/packages-list.js';

/** Names that are said one by one; of more only the first ones and their number. */
const mostNames = 3;

/**
 * What the settings of a project lose when others take their place, in short phrases, packages left out: repositories
 * and their keys, accounts, and each other field that somebody decided.
 */
export function settingLosses(was: ImageSpec, is: ImageSpec): string[] {
  const repositories = missing(was.repositories ?? [], is.repositories ?? []);
  const keys = repositories.flatMap((repository) => repository.keys);
  const users = missing(was.system.users, is.system.users);
  const rootKeys = missing(was.system.rootSshKeys, is.system.rootSshKeys);
  const password = was.system.rootPasswordHash;
  return [
    ...(repositories.length === 0
      ? []
      : [
          repositories.length === 1
            ? t`repository ${cutNames(repositories.map(({ id }) => id))}`
            : t`repositories ${cutNames(repositories.map(({ id }) => id))}`,
        ]),
    ...(keys.length === 0
      ? []
      : [keys.length === 1 ? t`1 key of packages` : t`${keys.length} keys of packages`]),
    ...(users.length === 0
      ? []
      : [
          users.length === 1
            ? t`user ${cutNames(users.map(({ name }) => name))}`
            : t`users ${cutNames(users.map(({ name }) => name))}`,
        ]),
    ...(rootKeys.length === 0
      ? []
      : [rootKeys.length === 1 ? t`1 SSH key of root` : t`${rootKeys.length} SSH keys of root`]),
    ...(password === null || password === is.system.rootPasswordHash ? [] : [t`the password of root`]),
    ...otherSettings(was, is),
  ];
}

/** The packages that a list names and another one does not. */
export function packageLosses(before: string, after: string): string[] {
  const lost = missing(readPackageTexts(before).packages, readPackageTexts(after).packages);
  if (lost.length === 0) return [];
  const names = cutNames(lost);
  return lost.length === 1
    ? [t`1 package that is not in the new list: ${names}`]
    : [t`${lost.length} packages that are not in the new list: ${names}`];
}

/** Fields whose decided value goes, but for those that are told of by name. */
function otherSettings(was: ImageSpec, is: ImageSpec): string[] {
  const told = ['packages', 'repositories', 'name'];
  const toldOfSystem = ['system.users', 'system.rootSshKeys', 'system.rootPasswordHash'];
  const usual = defaultSpec({ name: was.name });
  const lost = leaves('', was)
    .filter(([path]) => !told.includes(path) && !toldOfSystem.includes(path))
    .filter(([path, value]) => !isDeepStrictEqual(value, getAt(is, path)))
    .filter(([path, value]) => !isDeepStrictEqual(value, getAt(usual, path)))
    .map(([path]) => path);
  if (lost.length === 0) return [];
  return [lost.length === 1 ? t`the value of ${cutNames(lost)}` : t`the values of ${cutNames(lost)}`];
}

/** Every field with its value; a list is one field. */
function leaves(path: string, value: unknown): [string, unknown][] {
  if (!isRecord(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(path === '' ? key : `${path}.${key}`, inner));
}

/** Those of a list that another one does not have, as often as it does not. */
function missing<T>(was: readonly T[], is: readonly T[]): T[] {
  const left = [...is];
  return was.filter((one) => {
    const at = left.findIndex((other) => isDeepStrictEqual(one, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function cutNames(names: readonly string[]): string {
  const more = names.length - mostNames;
  return names.slice(0, mostNames).join(', ') + (more > 0 ? t` and ${more} more` : '');
}
