import path from 'node:path';
import { packageFile } from '../engine/package-file.js';
import type { Preset } from '../presets/preset.js';
import { openPresets, type PresetStore } from '../presets/preset-store.js';
import { parsePreset } from '../presets/preset-text.js';
import type { Environment } from '../presets/store-folders.js';
import { keepCopy } from '../project/kept-copy.js';
import { readText } from '../project/read-text.js';
import { badInput } from '../spec/failure.js';

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
  if (!word.includes('/') && !/\.json$/i.test(word)) return await presets.read(word);
  return parsePreset(await presetFileText(word, cwd), word);
}

/** @throws Failure (exit status 2) when the file is not there or cannot be read. */
export async function presetFileText(word: string, cwd: string): Promise<string> {
  const text = await readText(path.resolve(cwd, word), word);
  if (text !== null) return text;
  throw badInput({
    what: `There is no file \`${word}\`.`,
    remedy:
      'Give the path of a preset that was exported, or the name of one: `tmpfsroot-wizard presets list`.',
  });
}
