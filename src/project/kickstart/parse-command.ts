import type { Finding } from '../../base/finding.js';
import { didYouMean } from '../../base/nearest.js';
import { holdsSecret } from '../../base/secret-text.js';
import { placeholderIn } from '../../config/fields/placeholder.js';
import { isAuthorizedKey } from '../../config/fields/ssh-key.js';
import type { CommandRule, OptionRule } from './command-rule.js';
import { commandNames, ruleOf } from './command-table.js';
import { errorIn, warningIn } from './finding-at.js';
import type { CommandLine } from './read-items.js';

/** A command with the values of its options, which fit the table of commands. */
export interface ParsedCommand extends CommandLine {
  name: string;
  rule: CommandRule;
  /** By the first name of the option; several for a list. */
  values: ReadonlyMap<string, readonly string[]>;
  /** Words that are not options. */
  free: readonly string[];
}

export interface ParsedCommands {
  /** Those that have an effect. */
  commands: ParsedCommand[];
  findings: Finding[];
}

/** Compares commands with the table. One with an error is left out, so that nothing follows from it. */
export function parseCommands(lines: readonly CommandLine[]): ParsedCommands {
  const commands: ParsedCommand[] = [];
  const findings: Finding[] = [];
  for (const line of lines) {
    const parsed = parseCommand(line);
    findings.push(...parsed.findings);
    if (parsed.command !== null) commands.push(parsed.command);
  }
  return { commands, findings: [...findings, ...saidAgain(commands)] };
}

function parseCommand(line: CommandLine): { command: ParsedCommand | null; findings: Finding[] } {
  const [name = '', ...words] = line.words;
  const rule = ruleOf(name);
  if (rule === null) {
    const remedy = `${didYouMean(name, commandNames)}Remove the line, or make it a comment.`;
    return { command: null, findings: [errorIn(line, `There is no command \`${name}\`.`, remedy)] };
  }
  if (rule.effect === 'refused') {
    const message = `\`${name}\` has no place here: ${rule.does}.`;
    return { command: null, findings: [errorIn(line, message, rule.instead ?? 'Remove it.')] };
  }
  const { values, free, findings } = rule.isFree
    ? { values: new Map<string, string[]>(), free: words, findings: [] as Finding[] }
    : readOptions(line, name, rule, words);
  if (rule.effect === 'noted') {
    findings.push(warningIn(line, `\`${name}\` has no effect: ${rule.does}.`, 'Nothing needs to be done.'));
  }
  findings.push(...placeholders(line, rule, values, free));
  const isWrong = findings.some(({ level }) => level === 'error');
  if (isWrong || rule.effect !== 'applied') return { command: null, findings };
  return { command: { ...line, name, rule, values, free }, findings };
}

/** Commands whose values are fields of the spec, where they are looked at. */
const ofSpec = new Set(['bootloader', 'keyboard', 'lang', 'repo', 'services', 'timezone', 'url']);

/** Values that a template should have filled in: an error where nobody could see afterwards what is wrong. */
function placeholders(
  line: CommandLine,
  rule: CommandRule,
  values: ReadonlyMap<string, readonly string[]>,
  free: readonly string[],
): Finding[] {
  if (rule.names.some((name) => ofSpec.has(name))) return [];
  const said = [...values, ['', free] as const];
  return said.flatMap(([option, texts]) =>
    texts.flatMap((text) => {
      const form = placeholderIn(text);
      if (form === null) return [];
      const isSecret = rule.secret === true && (option === '--password' || option === '');
      if (!isSecret) {
        const message = `\`${text}\` looks like a placeholder (\`${form}\`) that was never filled in.`;
        if (rule.names.includes('sshkey') && option === '' && !isAuthorizedKey(text)) {
          const remedy = 'Give the content of the file that ends in `.pub`, in double quotes.';
          return holdsSecret(text) ? [] : [errorIn(line, message, remedy)];
        }
        return [
          warningIn(line, message, 'Write the actual value. If this is the value, ignore this warning.'),
        ];
      }
      const message = `The password looks like a placeholder (\`${form}\`) that was never filled in, and everybody who has the template could log in.`;
      const remedy =
        'Write the value itself; for a password that does look so, its hash (`openssl passwd -6`) with `--iscrypted`.';
      return [errorIn(line, message, remedy)];
    }),
  );
}

function readOptions(line: CommandLine, name: string, rule: CommandRule, words: readonly string[]) {
  const values = new Map<string, string[]>();
  const free: string[] = [];
  const findings: Finding[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('--')) {
      free.push(word);
      continue;
    }
    const [, given = '', inline] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const option = optionOf(rule, given);
    if (option === null) {
      findings.push(unknownOption(line, name, rule, given));
      // Its value is not a word of the command.
      if (inline === undefined && rest[0] !== undefined && !rest[0].startsWith('--')) rest.shift();
      continue;
    }
    const shown = `\`${name} ${given}\``;
    const value = option.takes === 'nothing' ? inline : (inline ?? takeValue(rest));
    if (option.effect === 'refused') {
      findings.push(
        errorIn(line, `${shown} has no place here: ${option.does}.`, option.instead ?? 'Remove it.'),
      );
      continue;
    }
    const problem = problemOf(option, value, rule.secret === true && given === '--password');
    if (problem !== null) {
      findings.push(errorIn(line, `${shown} ${problem.message}`, problem.remedy));
      continue;
    }
    if (option.effect === 'noted') {
      const remedy = 'Nothing needs to be done.';
      findings.push(warningIn(line, `${shown} has no effect: ${option.does}.`, remedy));
    }
    if (option.effect !== 'applied') continue;
    const key = option.names[0] as string;
    // An option that says the same list again adds to it on one line (`firewall --port=1 --port=2`).
    const before = option.takes === 'list' || key === '--trust' ? (values.get(key) ?? []) : [];
    values.set(key, [...before, ...valuesOf(option, value)]);
  }
  const { least, most, noun } = rule.words ?? { least: 0, most: 0, noun: '' };
  const stray = free[most];
  if (stray !== undefined) {
    const shown = rule.secret
      ? 'a word too many (it is not shown here, as it may be a password)'
      : `\`${stray}\` too`;
    const remedy =
      most === 0
        ? 'Options begin with `--`; a value with blanks needs quotes.'
        : `Give one ${noun}; one with blanks needs quotes.`;
    findings.push(errorIn(line, `\`${name}\` was given ${shown}.`, remedy));
  } else if (free.length < least) {
    findings.push(errorIn(line, `\`${name}\` has no ${noun}.`, `Write \`${name} ${noun.toUpperCase()}\`.`));
  }
  return { values, free, findings };
}

/** What stands behind an option is its value unless it is an option itself. */
function takeValue(rest: string[]): string | undefined {
  return rest[0]?.startsWith('--') ? undefined : rest.shift();
}

function optionOf(rule: CommandRule, given: string): OptionRule | null {
  return rule.options.find(({ names }) => names.includes(given)) ?? null;
}

function unknownOption(line: CommandLine, name: string, rule: CommandRule, given: string): Finding {
  const known = rule.options.filter(({ effect }) => effect !== 'refused').flatMap(({ names }) => names);
  const remedy =
    known.length === 0 ? 'It takes none.' : `${didYouMean(given, known)}Options: ${known.join(', ')}.`;
  return errorIn(line, `\`${name}\` has no option \`${given}\`.`, remedy);
}

function problemOf(option: OptionRule, value: string | undefined, secret: boolean) {
  const [name = ''] = option.names;
  if (option.takes === 'nothing') {
    return value === undefined ? null : { message: 'takes no value.', remedy: `Write \`${name}\` alone.` };
  }
  if (value === undefined || value.trim() === '') {
    return { message: 'has no value.', remedy: `Write \`${name}=VALUE\`, or remove it.` };
  }
  const shown = secret ? 'That' : `\`${value}\``;
  if (/\p{Cc}/u.test(value)) {
    return { message: 'has a control character in its value.', remedy: 'Type the value again.' };
  }
  if (option.takes === 'number' && !/^\d{1,9}$/.test(value)) {
    return { message: `wants a number. ${shown} is none.`, remedy: `Write for example \`${name}=1000\`.` };
  }
  if (option.takes === 'switch' && !/^(on|off|yes|no|true|false|0|1)$/i.test(value)) {
    return {
      message: `wants yes or no. ${shown} is neither.`,
      remedy: `Write \`${name}=yes\` or \`${name}=no\`.`,
    };
  }
  if (option.choices !== undefined && !option.choices.includes(value)) {
    const possible = option.choices.map((choice) => `\`${choice}\``).join(', ');
    return {
      message: `does not know ${shown}.`,
      remedy: `${didYouMean(value, option.choices)}Possible: ${possible}.`,
    };
  }
  if (option.takes === 'list' && valuesOf(option, value).length === 0) {
    return { message: 'has no value.', remedy: `Write \`${name}=A,B\`, or remove it.` };
  }
  return null;
}

function valuesOf(option: OptionRule, value = ''): string[] {
  if (option.takes !== 'list') return [value];
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** As with Anaconda the last value counts of what is said twice. */
function saidAgain(commands: readonly ParsedCommand[]): Finding[] {
  const findings: Finding[] = [];
  const before = new Map<string, { value: string; line: ParsedCommand }>();
  for (const command of commands) {
    if (command.rule.repeats) continue;
    const said = [...command.values, ...(command.free.length > 0 ? [['', command.free] as const] : [])];
    for (const [option, values] of said) {
      const key = `${command.name} ${option}`.trim();
      const value = JSON.stringify(values);
      const earlier = before.get(key);
      if (earlier !== undefined && earlier.value !== value) {
        findings.push(
          warningIn(
            command,
            `\`${key}\` was given in ${earlier.line.file}:${earlier.line.line} already; this one counts.`,
            'Remove one of the two.',
          ),
        );
      }
      before.set(key, { value, line: command });
    }
  }
  return findings;
}
