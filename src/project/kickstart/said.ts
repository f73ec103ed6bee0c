import type { Finding } from '../../spec/finding.js';
import { errorIn, type Place } from './finding-at.js';
import { type KickstartSystem, plainSystem } from './kickstart-system.js';
import type { ParsedCommand } from './parse-command.js';

/** A field of the spec that commands give. */
export interface SaidField {
  /** `system.timezone`. */
  path: string;
  /** In the form of a project file. */
  value: unknown;
  /** The commands that give it. */
  commands: readonly ParsedCommand[];
}

/** What commands mean, while they are read. */
export class Said {
  readonly fields = new Map<string, SaidField>();
  /** Where elements of lists were given: `system.users[1]`. */
  readonly elements = new Map<string, Place>();
  readonly system: KickstartSystem = structuredClone(plainSystem);
  readonly findings: Finding[] = [];

  /** The last value counts; lists are given as a whole, with all the commands that they came from. */
  give(path: string, value: unknown, ...commands: readonly ParsedCommand[]): void {
    this.fields.set(path, { path, value, commands });
  }

  wrong(place: Place, message: string, remedy: string): void {
    this.findings.push(errorIn(place, message, remedy));
  }
}

/** The value of an option; null where it was not given. */
export function textOf(command: ParsedCommand, option: string): string | null {
  return command.values.get(option)?.at(-1) ?? null;
}

/** The values of an option that takes a list. */
export function listOf(command: ParsedCommand, option: string): readonly string[] {
  return command.values.get(option) ?? [];
}

export function numberOf(command: ParsedCommand, option: string): number | null {
  const value = textOf(command, option);
  return value === null ? null : Number(value);
}

export function has(command: ParsedCommand, option: string): boolean {
  return command.values.has(option);
}

/** A pattern that a value must fit before it goes into a file or a script. */
export function fits(
  said: Said,
  command: ParsedCommand,
  option: string,
  pattern: { test(text: string): boolean },
  what: string,
  example: string,
): boolean {
  const wrong = listOf(command, option).filter((value) => !pattern.test(value));
  for (const value of wrong) {
    said.wrong(
      command,
      `\`${value}\` of \`${command.name} ${option}\` is no ${what}.`,
      `Write for example \`${example}\`.`,
    );
  }
  return wrong.length === 0;
}
