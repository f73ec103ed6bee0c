import { loadKickstartFiles } from './load-files.js';
import type { Kickstart } from './parse-kickstart.js';

export type { Kickstart };

const nothing: Kickstart = {
  commands: [],
  fields: [],
  elements: new Map(),
  scripts: [],
  findings: [],
};

/**
 * Reads the kickstart files of a project's folder (absolute path).
 * @throws Failure (exit status 2) when one of them cannot be read.
 */
export async function readKickstart(dir: string): Promise<Kickstart> {
  const files = await loadKickstartFiles(dir);
  if (files === null) return nothing;
  // A folder without kickstart files is opened without the table of all commands: the wizard begins that much sooner.
  const { parseKickstart } = await import('./parse-kickstart.js');
  return parseKickstart(files);
}
