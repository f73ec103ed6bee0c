import type { Finding } from '../../spec/finding.js';
import { applyAccounts } from './apply-accounts.js';
import { applyNetwork } from './apply-network.js';
import { applyRepositories } from './apply-repositories.js';
import { applySettings } from './apply-settings.js';
import { parseCommands } from './parse-command.js';
import type { CommandLine } from './read-items.js';
import { Said } from './said.js';

/** What commands mean: fields of the spec, and all that the spec has no field for. */
export interface Interpreted {
  said: Said;
  findings: Finding[];
}

export function interpret(lines: readonly CommandLine[]): Interpreted {
  const { commands, findings } = parseCommands(lines);
  const said = new Said();
  applyAccounts(said, commands);
  applyNetwork(said, commands);
  applyRepositories(said, commands);
  applySettings(said, commands);
  return { said, findings: [...findings, ...said.findings] };
}
