import path from 'node:path';
import { badInput } from '../base/failure.js';
import { keepCopy } from '../base/fs/kept-copy.js';
import { packageFile } from '../base/fs/package-file.js';
import type { Environment } from '../base/fs/person-folder.js';
import { readText } from '../base/fs/read-text.js';
import { mostDocumentBytes } from '../base/json-text.js';
import { t } from '../base/language/texts.js';
import type { Preset } from './preset.js';
import { openPresets, type PresetStore } from './preset-store.js';
import { parsePreset } from './preset-text.js';

/** The presets of this program and of the person. */
export function presetStore(env: Environment): PresetStore {
  return openPresets(env, packageFile('presets'), keepCopy);
}

/**
 * The preset that `--preset` names: a word with a `/` or the ending `.json` is a file.
 * @param presets The person's store if absent.
 * @throws Failure (exit status 2) for one that is not there, with the nearest names, or is damaged.
 */
export async function openPreset(
  word: string,
  { cwd, env }: { cwd: string; env: Environment },
  presets: PresetStore = presetStore(env),
): Promise<Preset> {
  if (!isPresetFile(word)) return await presets.read(word);
  return parsePreset(await presetFileText(word, cwd), word);
}

/** Whether what `--preset` got is a file, and not a name. */
export function isPresetFile(word: string): boolean {
  return word.includes('/') || /\.json$/i.test(word);
}

/** @throws Failure (exit status 2) when the file is not there or cannot be read. */
export async function presetFileText(word: string, cwd: string): Promise<string> {
  const text = await readText(path.resolve(cwd, word), word, mostDocumentBytes);
  if (text !== null) return text;
  throw badInput({
    what: t`There is no file \`${word}\`.`,
    remedy: t`Give the path of a preset that was exported, or the name of one: \`tmpfsroot-wizard presets list\`.`,
  });
}
