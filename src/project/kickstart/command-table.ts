import { accountRules } from './account-rules.js';
import { anacondaRules } from './anaconda-rules.js';
import type { CommandRule } from './command-rule.js';
import { networkRules } from './network-rules.js';
import { repoRules } from './repo-rules.js';
import { settingRules } from './setting-rules.js';

/**
 * All commands of Fedora 38 to 45 (pykickstart/handlers) and older ones that a person may still have. It is what
 * options are read by, what messages say, and the table of the manual.
 */
export const commandTable: readonly CommandRule[] = [
  ...accountRules,
  ...settingRules,
  ...networkRules,
  ...repoRules,
  ...anacondaRules,
];

/** Names of all commands, for suggestions. */
export const commandNames: readonly string[] = commandTable.flatMap(({ names }) => names);

/** What is known of a command, or null. */
export function ruleOf(name: string): CommandRule | null {
  return commandTable.find(({ names }) => names.includes(name)) ?? null;
}
