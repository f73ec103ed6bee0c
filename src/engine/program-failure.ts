import { constants } from 'node:os';
import { type Failure, stageFailed } from '../spec/failure.js';
import { causeOfWords } from '../spec/failure-cause.js';
import type { Command, Finished } from './engine.js';

/** What a person is told of a program that failed, with its reason where the last lines show a common one. */
export function programFailure(
  command: Pick<Command, 'program' | 'shownAs' | 'purpose'>,
  { status, lastLines }: Finished,
): Failure {
  const cause = causeOfWords(lastLines, null, status);
  return stageFailed({
    what: `\`${command.shownAs ?? command.program}\` ${ending(status)} while ${command.purpose}.`,
    ...(cause === null ? {} : { why: cause.why, remedy: cause.remedy }),
    lastLines,
  });
}

function ending(status: number): string {
  const signal = signalOf(status);
  return signal === undefined ? `ended with status ${status}` : `was ended by ${signal}`;
}

/** A status above 128 is a signal, by the shell's custom that the engine follows. */
function signalOf(status: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number === status - 128)?.[0];
}
