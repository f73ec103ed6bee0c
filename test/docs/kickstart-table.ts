import type { CommandRule, OptionRule } from '../../src/project/kickstart/command-rule.js';
import { commandTable } from '../../src/project/kickstart/command-table.js';

/** Kickstart commands and options as a table of Markdown, from the one table that the program has. */
export function kickstartMarkdown(): string {
  const rows = commandTable.map((rule) => `| ${namesOf(rule)} | ${effectOf(rule)} |`);
  return ['| command | does |', '|---|---|', ...rows].join('\n');
}

function namesOf({ names }: CommandRule): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function effectOf(rule: CommandRule): string {
  const { effect, does, options } = rule;
  if (effect === 'refused') return `an error: ${does}`;
  if (effect !== 'applied') return `nothing: ${does}`;
  const told = options.filter((option) => option.effect === 'applied').map(optionText);
  const none = options.filter((option) => option.effect === 'needless' || option.effect === 'noted');
  const wrong = options.filter((option) => option.effect === 'refused');
  return [
    [does, ...told].join('; '),
    ...(none.length > 0 ? [`nothing: ${listed(none)}`] : []),
    ...(wrong.length > 0 ? [`an error: ${listed(wrong)}`] : []),
  ].join('. ');
}

function optionText({ names, does }: OptionRule): string {
  return `\`${names[0]}\` ${does}`;
}

/** Options of one reason together. */
function listed(options: readonly OptionRule[]): string {
  const reasons = [...new Set(options.map(({ does }) => does))];
  return reasons
    .map((reason) => {
      const names = options.filter(({ does }) => does === reason).flatMap(({ names }) => names[0] ?? []);
      return `${names.map((name) => `\`${name}\``).join(', ')} (${reason})`;
    })
    .join(', ');
}
