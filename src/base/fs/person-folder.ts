import os from 'node:os';
import path from 'node:path';

/** The variables that say where a person's files are. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Absolute path of the folder of this program among a person's files. Does not make it. The XDG specification wants
 * relative values ignored.
 * @param variable of that specification, as `XDG_CONFIG_HOME`
 * @param below the folder in the home of whoever has not set it, as `.config`
 */
export function personFolder(env: Environment, variable: string, below: string): string {
  const base = env[variable];
  return path.join(isAbsolute(base) ? base : path.join(homeFolder(env), below), 'tmpfsroot-wizard');
}

/** Absolute path of a person's home. */
export function homeFolder({ HOME }: Environment): string {
  return isAbsolute(HOME) ? HOME : os.userInfo().homedir;
}

function isAbsolute(folder: string | undefined): folder is string {
  return folder !== undefined && path.isAbsolute(folder);
}
