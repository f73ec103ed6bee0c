import type { Finding } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { errorIn, type Place } from './finding-at.js';
import type { ParsedCommand } from './parse-command.js';

/** A field of the spec that commands give. */
export interface KickstartField {
  /** `system.timezone`. */
  path: string;
  /** In the form of a project file. */
  value: unknown;
  /** The commands that give it. */
  commands: readonly ParsedCommand[];
}

/** What commands mean, while they are read. */
export class KickstartResult {
  readonly fields = new Map<string, KickstartField>();
  /** Where elements of lists were given: `system.users[1]`. */
  readonly elements = new Map<string, Place>();
  readonly findings: Finding[] = [];
  /** Those of the fields to which elements are added one by one. */
  private readonly lists = new Map<string, { path: string; value: unknown[]; commands: ParsedCommand[] }>();

  /** The last value counts; lists are given as a whole, with all the commands that they came from. */
  set(path: string, value: unknown, ...commands: readonly ParsedCommand[]): void {
    this.fields.set(path, { path, value, commands });
  }

  /** Adds an element to a list that several commands give. */
  add(path: string, element: unknown, command: ParsedCommand): void {
    const list = this.lists.get(path) ?? { path, value: [], commands: [] };
    list.value.push(element);
    if (!list.commands.includes(command)) list.commands.push(command);
    this.lists.set(path, list);
    this.fields.set(path, list);
    this.elements.set(`${path}[${list.value.length - 1}]`, command);
  }

  addError(place: Place, message: string, remedy: string): void {
    this.findings.push(errorIn(place, message, remedy));
  }
}

/** The value of an option; null where it was not given. */
export function optionText(command: ParsedCommand, option: string): string | null {
  return command.values.get(option)?.at(-1) ?? null;
}

/** The values of an option that takes a list. */
export function optionList(command: ParsedCommand, option: string): readonly string[] {
  return command.values.get(option) ?? [];
}

export function optionNumber(command: ParsedCommand, option: string): number | null {
  const value = optionText(command, option);
  return value === null ? null : Number(value);
}

export function hasOption(command: ParsedCommand, option: string): boolean {
  return command.values.has(option);
}

/** A pattern that a value must fit before it goes into a file or a script. */
export function fits(
  result: KickstartResult,
  command: ParsedCommand,
  option: string,
  pattern: { test(text: string): boolean },
  what: string,
  example: string,
): boolean {
  const wrong = optionList(command, option).filter((value) => !pattern.test(value));
  for (const value of wrong) {
    result.addError(
      command,
      t`\`${value}\` of \`${command.name} ${option}\` is not a valid ${what}.`,
      t`Write for example \`${example}\`.`,
    );
  }
  return wrong.length === 0;
}
