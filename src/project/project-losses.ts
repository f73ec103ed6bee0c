import { isDeepStrictEqual } from 'node:util';
import { defaultSpec } from '../spec/defaults.js';
import { getAt, isRecord } from '../spec/field-path.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { isWithin, settingsBlocks } from './kickstart-block.js';
import { readPackageTexts } from './packages-list.js';

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
          counted(
            repositories.map(({ id }) => id),
            'repository',
            'repositories',
          ),
        ]),
    ...(keys.length === 0
      ? []
      : [keys.length === 1 ? '1 key of packages' : `${keys.length} keys of packages`]),
    ...(users.length === 0
      ? []
      : [
          counted(
            users.map(({ name }) => name),
            'user',
            'users',
          ),
        ]),
    ...(rootKeys.length === 0
      ? []
      : [rootKeys.length === 1 ? '1 SSH key of root' : `${rootKeys.length} SSH keys of root`]),
    ...(password === null || password === is.system.rootPasswordHash ? [] : ['the password of root']),
    ...otherSettings(was, is),
  ];
}

/** The packages that a list names and another one does not. */
export function packageLosses(before: string, after: string): string[] {
  const lost = missing(readPackageTexts(before).packages, readPackageTexts(after).packages);
  if (lost.length === 0) return [];
  const names = cutNames(lost);
  return lost.length === 1
    ? [`1 package that is not in the new list: ${names}`]
    : [`${lost.length} packages that are not in the new list: ${names}`];
}

/** The commands and comments that a kickstart file loses; a person's own lines never are among them. */
export function kickstartLosses(before: Uint8Array, after: Uint8Array): string[] {
  const lost = missing(linesOf(before), linesOf(after));
  if (lost.length === 0) return [];
  const commands = [...new Set(lost.map((line) => /^#/.exec(line)?.[0] ?? line.split(/\s/)[0] ?? ''))];
  const names = commands.map((name) => (name === '#' ? 'comments' : name));
  return [`settings between its two comments: ${cutNames(names)}`];
}

/**
 * Whether the block of settings in a kickstart file holds a line that its next writing does not bring back: what a
 * person wrote into it.
 * @param same The file as it would be with the settings that were read from it.
 */
export function hasForeignLines(before: Uint8Array, same: Uint8Array): boolean {
  const text = Buffer.from(before).toString('latin1').split('\n');
  const blocks = settingsBlocks(text);
  const inBlocks = text.filter(
    (line, index) => line.trim() !== '' && blocks.some((one) => isWithin(one, index)),
  );
  return (
    missing(
      inBlocks.map((line) => line.trim()),
      linesOf(same),
    ).length > 0
  );
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
  return [`the ${lost.length === 1 ? 'value' : 'values'} of ${cutNames(lost)}`];
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

function linesOf(text: Uint8Array): string[] {
  const lines = Buffer.from(text).toString('latin1').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

function counted(names: readonly string[], one: string, many: string): string {
  return `${names.length === 1 ? one : many} ${cutNames(names)}`;
}

function cutNames(names: readonly string[]): string {
  const more = names.length - mostNames;
  return names.slice(0, mostNames).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
