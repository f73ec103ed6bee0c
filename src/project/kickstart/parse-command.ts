import type { Finding } from '../../base/finding.js';
import { later, t, translated } from '../../base/language/texts.js';
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
    const remedy = t`${didYouMean(name, commandNames)}Remove the line, or make it a comment.`;
    return { command: null, findings: [errorIn(line, t`There is no command \`${name}\`.`, remedy)] };
  }
  if (rule.effect === 'refused') {
    const message = t`\`${name}\` has no place here: ${translated(rule.does)}.`;
    return {
      command: null,
      findings: [errorIn(line, message, translated(rule.instead ?? later`Remove it.`))],
    };
  }
  const { values, free, findings } = rule.isFree
    ? { values: new Map<string, string[]>(), free: words, findings: [] as Finding[] }
    : readOptions(line, name, rule, words);
  if (rule.effect === 'noted') {
    findings.push(
      warningIn(line, t`\`${name}\` has no effect: ${translated(rule.does)}.`, t`Nothing needs to be done.`),
    );
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
        const message = t`\`${text}\` looks like a placeholder (\`${form}\`) that was never filled in.`;
        if (rule.names.includes('sshkey') && option === '' && !isAuthorizedKey(text)) {
          const remedy = t`Give the content of the file that ends in \`.pub\`, in double quotes.`;
          return holdsSecret(text) ? [] : [errorIn(line, message, remedy)];
        }
        return [
          warningIn(line, message, t`Write the actual value. If this is the value, ignore this warning.`),
        ];
      }
      const message = t`The password looks like a placeholder (\`${form}\`) that was never filled in, and everybody who has the template could log in.`;
      const remedy = t`Write the value itself; for a password that does look so, its hash (\`openssl passwd -6\`) with \`--iscrypted\`.`;
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
        errorIn(
          line,
          t`${shown} has no place here: ${translated(option.does)}.`,
          translated(option.instead ?? later`Remove it.`),
        ),
      );
      continue;
    }
    const problem = problemOf(option, value, shown, rule.secret === true && given === '--password');
    if (problem !== null) {
      findings.push(errorIn(line, problem.message, problem.remedy));
      continue;
    }
    if (option.effect === 'noted') {
      const remedy = t`Nothing needs to be done.`;
      findings.push(warningIn(line, t`${shown} has no effect: ${translated(option.does)}.`, remedy));
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
    const message = rule.secret
      ? t`\`${name}\` was given a word too many (it is not shown here, as it may be a password).`
      : t`\`${name}\` was given \`${stray}\` too.`;
    const remedy =
      most === 0
        ? t`Options begin with \`--\`; a value with blanks needs quotes.`
        : t`Give one ${translated(noun)}; one with blanks needs quotes.`;
    findings.push(errorIn(line, message, remedy));
  } else if (free.length < least) {
    findings.push(
      errorIn(line, t`\`${name}\` has no ${translated(noun)}.`, t`Write \`${name} ${noun.toUpperCase()}\`.`),
    );
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
    known.length === 0 ? t`It takes none.` : t`${didYouMean(given, known)}Options: ${known.join(', ')}.`;
  return errorIn(line, t`\`${name}\` has no option \`${given}\`.`, remedy);
}

/** @param asked the command with the option, as it is shown */
function problemOf(option: OptionRule, value: string | undefined, asked: string, secret: boolean) {
  const [name = ''] = option.names;
  if (option.takes === 'nothing') {
    return value === undefined
      ? null
      : { message: t`${asked} takes no value.`, remedy: t`Write \`${name}\` alone.` };
  }
  if (value === undefined || value.trim() === '') {
    return { message: t`${asked} has no value.`, remedy: t`Write \`${name}=VALUE\`, or remove it.` };
  }
  const shown = secret ? t`That` : `\`${value}\``;
  if (/\p{Cc}/u.test(value)) {
    return { message: t`${asked} has a control character in its value.`, remedy: t`Type the value again.` };
  }
  if (option.takes === 'number' && !/^\d{1,9}$/.test(value)) {
    return {
      message: t`${asked} wants a number. ${shown} is none.`,
      remedy: t`Write for example \`${name}=1000\`.`,
    };
  }
  if (option.takes === 'switch' && !/^(on|off|yes|no|true|false|0|1)$/i.test(value)) {
    return {
      message: t`${asked} wants yes or no. ${shown} is neither.`,
      remedy: t`Write \`${name}=yes\` or \`${name}=no\`.`,
    };
  }
  if (option.choices !== undefined && !option.choices.includes(value)) {
    const possible = option.choices.map((choice) => `\`${choice}\``).join(', ');
    return {
      message: t`${asked} does not know ${shown}.`,
      remedy: t`${didYouMean(value, option.choices)}Possible: ${possible}.`,
    };
  }
  if (option.takes === 'list' && valuesOf(option, value).length === 0) {
    return { message: t`${asked} has no value.`, remedy: t`Write \`${name}=A,B\`, or remove it.` };
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
            t`\`${key}\` was given in ${earlier.line.file}:${earlier.line.line} already; this one counts.`,
            t`Remove one of the two.`,
          ),
        );
      }
      before.set(key, { value, line: command });
    }
  }
  return findings;
}
