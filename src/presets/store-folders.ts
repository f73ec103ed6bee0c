import os from 'node:os';
import path from 'node:path';

/** The variables that say where a person's files are. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Absolute path of the folder with a person's own presets. Does not make it. */
export function ownPresetsFolder(env: Environment): string {
  return path.join(baseFolder(env, 'XDG_CONFIG_HOME', '.config'), 'tmpfsroot-wizard', 'presets');
}

/** Absolute path of the folder for what a person left unfinished. Does not make it. */
export function draftsFolder(env: Environment): string {
  return path.join(baseFolder(env, 'XDG_STATE_HOME', '.local/state'), 'tmpfsroot-wizard', 'drafts');
}

/** The XDG specification wants relative values ignored. */
function baseFolder(env: Environment, variable: string, below: string): string {
  const base = env[variable];
  if (isAbsolute(base)) return base;
  return path.join(isAbsolute(env.HOME) ? env.HOME : os.userInfo().homedir, below);
}

function isAbsolute(folder: string | undefined): folder is string {
  return folder !== undefined && path.isAbsolute(folder);
}
