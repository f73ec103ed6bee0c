import { statfsSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { type Failure, stageFailed } from '../../base/failure.js';
import { type Cause, causeOfWords } from '../../base/failure-cause.js';
import { t } from '../../base/language/texts.js';
import type { Command, Finished } from '../engine.js';

/** What a person is told of a program that failed, with its reason where the last lines show a common one. */
export function programFailure(
  command: Pick<Command, 'program' | 'shownAs' | 'purpose'> & Partial<Writes>,
  { status, lastLines }: Finished,
): Failure {
  const cause = causeOfProgram(command, lastLines, status);
  return stageFailed({
    what: endingText(command.shownAs ?? command.program, status, command.purpose),
    ...(cause === null ? {} : { why: cause.why, remedy: cause.remedy }),
    lastLines,
  });
}

/** What tells where a program writes. */
type Writes = Pick<Command, 'args' | 'cwd' | 'stdoutFile'>;

/** A full disk is told by the fullest of those that the program was given paths on. */
function causeOfProgram(
  command: Partial<Writes>,
  lastLines: readonly string[],
  status: number,
): Cause | null {
  const cause = causeOfWords(lastLines, null, status);
  if (cause?.kind !== 'disk-full' && cause?.kind !== 'no-inodes') return cause;
  const folder = fullestFolder([...pathsOf(command), ...lastLines.flatMap(pathsInWords)]);
  return folder === null ? cause : causeOfWords(lastLines, folder, status);
}

function pathsOf({ args = [], cwd, stdoutFile }: Partial<Writes>): string[] {
  // xorriso and dd have paths within their words: `stdio:/x`, `of=/x`.
  const words = args.filter((word) => word.length < 4096).map((word) => /(?:^|[:=])(\/.*)$/.exec(word)?.[1]);
  return [...words, cwd, stdoutFile].filter((word) => word !== undefined);
}

function pathsInWords(line: string): string[] {
  return [...line.matchAll(/(?:^|['"`\s(:])(\/[^'"`\s:]+)/g)].map(([, file]) => file as string);
}

/** Where the disk is mounted that has the least space, of those that these paths lie on. */
function fullestFolder(files: readonly string[]): string | null {
  let fullest: { folder: string; free: number } | null = null;
  for (const folder of new Set(
    files.flatMap((file) => [path.resolve(file), path.dirname(path.resolve(file))]),
  )) {
    const free = freeBytes(folder);
    if (free !== null && (fullest === null || free < fullest.free)) fullest = { folder, free };
  }
  return fullest === null ? null : mountPoint(fullest.folder);
}

/** Temporary folders are gone when a person looks; this one stays. */
function mountPoint(folder: string): string {
  const above = path.dirname(folder);
  return above === folder || statSync(above).dev !== statSync(folder).dev ? folder : mountPoint(above);
}

/** Null: it is not there, or holds no data, as /proc. */
function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize, blocks } = statfsSync(folder);
    return blocks === 0 ? null : bavail * bsize;
  } catch {
    return null;
  }
}

function endingText(program: string, status: number, purpose: string): string {
  const signal = signalOf(status);
  return signal === undefined
    ? t`\`${program}\` ended with status ${status} while ${purpose}.`
    : t`\`${program}\` was ended by ${signal} while ${purpose}.`;
}

/** A status above 128 is a signal, by the shell's custom that the engine follows. */
function signalOf(status: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number === status - 128)?.[0];
}
