import { badInput } from '../../base/failure.js';
import { getAt, setAt } from '../../base/field-path.js';
import { t } from '../../base/language/texts.js';
import { quotedUnlessSecret } from '../../base/secret-text.js';
import { defaultSpec } from '../defaults.js';
import { overlay } from '../document.js';
import { ownRepositories } from '../releases/known-repositories.js';
import { type FlagField, flagTable, repositoryFlags, setFlag } from './flag-table.js';
import type { Layer } from './layers.js';

/** What was given of one flag: all its values in order, or whether its switch is on. */
export type FlagValues = Readonly<Record<string, readonly string[] | boolean | undefined>>;

/**
 * What flags say of a spec.
 * @param values By flag (`--disk`); absent where the flag was not given.
 * @throws Failure (exit status 2) for `--key` without `--repo`, and for a `--set` that is not PATH=JSON.
 */
export function flagsLayer(values: FlagValues): Layer {
  let document: Record<string, unknown> = {};
  for (const field of flagTable) {
    const given = values[field.flag];
    if (given !== undefined) document = setAt(document, field.path, fieldValue(field, given));
  }
  const repositories = repositoriesOf(values);
  if (repositories !== undefined) document = { ...document, repositories };
  const settings = ((values[setFlag.flag] ?? []) as readonly string[]).map(readSetting);
  for (const { path, value } of settings)
    document = overlay(document, setAt({}, path, value)) as Record<string, unknown>;
  const isSet = (path: string) => settings.some((setting) => /^([.[]|$)/.test(after(path, setting.path)));
  return { document, where: (path) => (isSet(path) ? setFlag.flag : flagOf(path)) };
}

function fieldValue(field: FlagField, given: readonly string[] | boolean): unknown {
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
      return last === '' && isNullable(field.path) ? null : last;
  }
}

/** Where an empty value means null: fields that are so by default, and the disks of data partitions. */
function isNullable(path: string): boolean {
  return (getAt(defaultSpec(), path) ?? null) === null;
}

/** `PATH=JSON` of `--set`. */
function readSetting(text: string): { path: string; value: unknown } {
  const match = /^([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)=(.*)$/s.exec(text);
  const example = `\`${setFlag.flag} 'system.hostname="robot-1"'\``;
  if (match === null) {
    throw badInput({
      what: t`${settingName(text)} is not PATH=JSON, with the path of a field.`,
      where: setFlag.flag,
      remedy: t`Write for example ${example}; a list is set as a whole.`,
    });
  }
  try {
    return { path: match[1] as string, value: JSON.parse(match[2] as string) };
  } catch {
    throw badInput({
      what: t`What stands behind \`${match[1]}=\` is not valid JSON.`,
      where: setFlag.flag,
      remedy: t`Put text into double quotes: ${example}.`,
    });
  }
}

/** A setting without its value, which may be a secret. */
function settingName(text: string): string {
  const [path = '', value] = text.split('=', 2);
  return quotedUnlessSecret(value === undefined ? path : `${path}=...`);
}

/** What of `path` comes behind `prefix`; a blank where it does not begin so. */
function after(path: string, prefix: string): string {
  return path.startsWith(prefix) ? path.slice(prefix.length) : ' ';
}

/**
 * The same id twice adds a base URL. Ids alone, and none of them a release's own (`--repo docker-ce`), come on top
 * of the release's own; otherwise the repositories are exactly those that are given.
 */
function repositoriesOf(values: FlagValues): unknown[] | undefined {
  const { repo, key } = repositoryFlags;
  const given = (values[repo.flag] ?? []) as readonly string[];
  const keys = (values[key.flag] ?? []) as readonly string[];
  if (keys.length > 0 && !given.some((text) => text.includes('='))) {
    throw badInput({
      what: t`\`--key ${keys[0]}\` belongs to no repository.`,
      where: '--key',
      remedy: t`Give the repository too: \`--repo ID=URL --key FILE\`.`,
    });
  }
  if (given.length === 0) return undefined;
  const urls = new Map<string, string[]>();
  for (const text of given) {
    const cut = text.indexOf('=');
    const id = cut < 0 ? text : text.slice(0, cut);
    urls.set(id, [...(urls.get(id) ?? []), ...(cut < 0 ? [] : [text.slice(cut + 1)])]);
  }
  const isExtra = [...urls].every(([id, found]) => found.length === 0 && !isOwn(id));
  return [
    ...(isExtra ? ownRepositories.map((id) => ({ id })) : []),
    ...[...urls].map(([id, baseurl]) => (baseurl.length === 0 ? { id } : { id, baseurl, keys })),
  ];
}

function isOwn(id: string): boolean {
  return (ownRepositories as readonly string[]).includes(id);
}

function flagOf(path: string): string {
  if (/^repositories(\[\d+\])?\.keys/.test(path)) return repositoryFlags.key.flag;
  if (path.startsWith('repositories')) return repositoryFlags.repo.flag;
  const field = flagTable.find(
    (candidate) => path === candidate.path || path.startsWith(`${candidate.path}[`),
  );
  return field?.flag ?? 'flags';
}
