import type { CommandRule, OptionRule } from '../../src/project/kickstart/command-rule.js';
import { commandTable } from '../../src/project/kickstart/command-table.js';

/**
 * Kickstart commands and options as Markdown, from the one table that the program has: a section for each command
 * that is applied, then tables of those without an effect and of those that are errors.
 */
export function kickstartMarkdown(): string {
  const of = (isWanted: (rule: CommandRule) => boolean) => commandTable.filter(isWanted);
  return [
    ...of(({ effect }) => effect === 'applied').map(section),
    `### Commands without an effect\n\n${reasons(of(({ effect }) => effect !== 'applied' && effect !== 'refused'))}`,
    `### Commands that are errors\n\n${refusals(of(({ effect }) => effect === 'refused'))}`,
  ].join('\n\n');
}

function section({ names, does, options }: CommandRule): string {
  const rows = options.map((option) => `| ${namesOf(option.names.slice(0, 1))} | ${effectOf(option)} |`);
  const table = rows.length === 0 ? [] : [['| option | effect |', '|---|---|', ...rows].join('\n')];
  return [`### ${namesOf(names)}`, sentence(does), ...table].join('\n\n');
}

function effectOf({ effect, does, instead }: OptionRule): string {
  if (effect === 'applied') return does;
  if (effect !== 'refused') return `no effect: ${does}`;
  return `error: ${does}${instead === undefined ? '' : `. ${instead}`}`;
}

function reasons(rules: readonly CommandRule[]): string {
  const rows = rules.map(({ names, does }) => `| ${namesOf(names)} | ${does} |`);
  return ['| command | reason |', '|---|---|', ...rows].join('\n');
}

function refusals(rules: readonly CommandRule[]): string {
  const rows = rules.map(({ names, does, instead = '' }) => `| ${namesOf(names)} | ${does} | ${instead} |`);
  return ['| command | reason | what to do |', '|---|---|---|', ...rows].join('\n');
}

function namesOf(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
