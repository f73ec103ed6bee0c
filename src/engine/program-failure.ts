import { constants } from 'node:os';
import { type Failure, stageFailed } from '../spec/failure.js';
import type { Command, Finished } from './engine.js';

/** What a person is told of a program that failed, with its reason where the last lines show a common one. */
export function programFailure(
  command: Pick<Command, 'program' | 'shownAs' | 'purpose'>,
  finished: Finished,
): Failure {
  const known = commonReasons.find(({ text }) => finished.lastLines.some((line) => text.test(line)));
  const why = known?.why ?? (signalOf(finished.status) === 'SIGKILL' ? outOfMemory.why : undefined);
  const remedy = known?.remedy ?? (why === undefined ? undefined : outOfMemory.remedy);
  return stageFailed({
    what: `\`${command.shownAs ?? command.program}\` ${ending(finished.status)} while ${command.purpose}.`,
    ...(why === undefined ? {} : { why }),
    ...(remedy === undefined ? {} : { remedy }),
    lastLines: finished.lastLines,
  });
}

const commonReasons = [
  {
    // The second is rpm's, which looks before it writes.
    text: /no space left on device|needs \d+\S* more (space|inodes) on the /i,
    why: 'The disk is full.',
    remedy: 'Make room; the free space of the cache is shown by: tmpfsroot-wizard doctor',
  },
  {
    text: /read-only file system/i,
    why: 'The file system is mounted read-only.',
    remedy: 'Use a folder on a disk that can be written to.',
  },
  {
    text: /Failed to get "(shared )?(write|consistent read)" lock/i,
    why: 'Another virtual machine uses the same disk.',
    remedy: 'End that one first, or use a copy of the disk.',
  },
  {
    text: /sudo: a password is required/,
    why: 'sudo would have to ask for your password.',
    remedy: 'Run the whole command by sudo.',
  },
  {
    text: /(unshare|nsenter|mount): .*(operation not permitted|permission denied)/i,
    why: 'This machine or container does not allow private namespaces, or mounts in them.',
    remedy: 'See what opens a way: tmpfsroot-wizard doctor',
  },
];

const outOfMemory = {
  why: 'It was killed from outside; most often the machine ran out of memory.',
  remedy: 'Look for "Out of memory" in: dmesg',
};

function ending(status: number): string {
  const signal = signalOf(status);
  return signal === undefined ? `ended with status ${status}` : `was ended by ${signal}`;
}

/** A status above 128 is a signal, by the shell's custom that the engine follows. */
function signalOf(status: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number === status - 128)?.[0];
}
