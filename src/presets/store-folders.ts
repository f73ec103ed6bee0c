import path from 'node:path';
import { type Environment, personFolder } from '../base/fs/person-folder.js';

/** Absolute path of the folder with a person's own presets. Does not make it. */
export function ownPresetsFolder(env: Environment): string {
  return path.join(personFolder(env, 'XDG_CONFIG_HOME', '.config'), 'presets');
}

/** Absolute path of the folder for what a person left unfinished. Does not make it. */
export function draftsFolder(env: Environment): string {
  return path.join(personFolder(env, 'XDG_STATE_HOME', '.local/state'), 'drafts');
}
