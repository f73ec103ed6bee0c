import type { Finding } from '../../base/finding.js';
import { applyAccounts } from './apply-accounts.js';
import { applyNetwork } from './apply-network.js';
import { applyRepositories } from './apply-repositories.js';
import { applySettings } from './apply-settings.js';
import { KickstartResult } from './kickstart-result.js';
import { parseCommands } from './parse-command.js';
import type { CommandLine } from './read-items.js';

/** What commands mean: fields of the spec. */
export interface Interpreted {
  result: KickstartResult;
  findings: Finding[];
}

export function interpret(lines: readonly CommandLine[]): Interpreted {
  const { commands, findings } = parseCommands(lines);
  const result = new KickstartResult();
  applyAccounts(result, commands);
  applyNetwork(result, commands);
  applyRepositories(result, commands);
  applySettings(result, commands);
  return { result, findings: [...findings, ...result.findings] };
}
