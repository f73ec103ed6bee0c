import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Argument, type Command, Option } from 'commander';
import { cacheFolder } from '../../config/cache-folder.js';
import { elementChoices, fieldChoices } from '../../config/field-choices.js';
import { fieldAt, fieldList } from '../../config/fields/spec-fields.js';
import { flagTable, repositoryFlags, setFlag } from '../../config/layers/flag-table.js';
import { extraRepositories } from '../../config/releases/known-repositories.js';
import { knownReleases, releaseInfo } from '../../config/releases/releases.js';
import { byIdFolder } from '../../doctor/lsblk.js';
import { presetStore } from '../../presets/open-preset.js';
import { openProject } from '../../project/folder/open-project.js';
import { cachedPackageIndex } from '../../rpm/solve/package-index.js';
import type { CommandContext } from '../command.js';
import type { Candidate, Completion, PathKind, ValuesOf } from './complete-words.js';

/** What is known of the values of options and arguments: of the fields' records, of presets, of repositories. */
export function knownValues(context: Pick<CommandContext, 'cwd' | 'env'>): ValuesOf {
  return async (command, of, typed) => {
    if (!(of instanceof Option)) return await argumentValues(command, of, context);
    if (of.long === '--disk' && command.name() === 'flash')
      return { candidates: await lastingDiskNames(), paths: 'none' };
    if (of.long === '--preset') return { candidates: await presetNames(context, 'any'), paths: 'files' };
    if (of.long === '--package') return { candidates: await packageNames(typed, context), paths: 'none' };
    const field = flagTable.find(({ flag }) => flag === of.long);
    const candidates = field === undefined ? otherValues(of) : fieldValues(field.path);
    return { candidates, paths: candidates.length > 0 ? 'none' : pathsOf(of.flags) };
  };
}

async function argumentValues(
  command: Command,
  of: Argument,
  context: Pick<CommandContext, 'cwd' | 'env'>,
): Promise<Completion> {
  const [group, action = ''] = command.name().split(' ');
  const paths = pathsOf(of.name());
  if (group === 'completion') return { candidates: of.argChoices?.map(plain) ?? [], paths };
  if (group !== 'presets') return { candidates: [], paths };
  if (action === 'import' || of.name() === 'FILE' || of.name() === 'TO') return { candidates: [], paths };
  const isOwn = ['save', 'rename', 'describe', 'delete'].includes(action);
  return { candidates: await presetNames(context, isOwn ? 'own' : 'any'), paths };
}

/** `-C <DIR>`, `--disk <FILE>`, `[OLD]` of two locks. */
function pathsOf(placeholder: string): PathKind {
  if (/\bDIR\b/.test(placeholder)) return 'folders';
  return /\b(FILE|IMAGE|OLD|NEW|A|B)\b/.test(placeholder) ? 'files' : 'none';
}

function fieldValues(field: string): Candidate[] {
  if (field === 'release') return releases();
  const { schema, ask } = fieldAt(field);
  const choices = fieldChoices(schema) ?? elementChoices(schema) ?? [];
  return choices.map((value) => ({ value: String(value), description: ask?.labels?.[value] ?? '' }));
}

function otherValues({ long, argChoices }: Option): Candidate[] {
  if (argChoices !== undefined) return argChoices.map(plain);
  if (long === repositoryFlags.repo.flag) return extraRepositories.map(plain);
  if (long !== setFlag.flag) return [];
  return fieldList.map(({ path: at, description }) => ({ value: `${at}=`, description }));
}

function releases(): Candidate[] {
  return knownReleases().map((release) => {
    const end = releaseInfo(release)?.endOfLife;
    return { value: String(release), description: end == null ? '' : `updates until ${end}` };
  });
}

async function presetNames(
  { env }: Pick<CommandContext, 'env'>,
  origin: 'own' | 'any',
): Promise<Candidate[]> {
  const listed = await presetStore(env).list();
  return listed
    .filter((one) => origin === 'any' || one.origin === 'own')
    .map(({ name, preset }) => ({ value: name, description: preset?.description.split('\n')[0] ?? '' }));
}

/** The names that the wizard or a lock read of the project's repositories last; no repository is asked. */
async function packageNames(
  typed: readonly string[],
  { cwd, env }: Pick<CommandContext, 'cwd' | 'env'>,
): Promise<Candidate[]> {
  const folder = typed[typed.lastIndexOf('-C') + 1];
  const dir = path.resolve(cwd, typed.includes('-C') ? (folder ?? '.') : '.');
  const project = await openProject({ dir, for: 'lock', env });
  const index = await cachedPackageIndex(project, cacheFolder(project.spec, env));
  return (index?.names ?? []).map((value, row) => ({ value, description: index?.summaries[row] ?? '' }));
}

/** Paths of whole disks that stay when disks are found in another order; nothing of them is looked at. */
async function lastingDiskNames(): Promise<Candidate[]> {
  const names = await readdir(byIdFolder).catch(() => []);
  return names
    .filter((name) => !/-part\d+$/.test(name))
    .sort()
    .map((name) => plain(path.join(byIdFolder, name)));
}

function plain(value: string): Candidate {
  return { value, description: '' };
}
