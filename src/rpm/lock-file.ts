import { readFile } from 'node:fs/promises';
import { badInput } from '../spec/failure.js';
import type { Lock } from './lock.js';
import { LockFormError, lockFrom } from './lock-form.js';
import { type PlainPin, readPlainLock } from './plain-lock.js';

/** What a file named rpms.lock can hold. */
export type LockFile = { kind: 'lock'; lock: Lock } | { kind: 'plain'; pins: PlainPin[] };

const remedy = 'Run `tmpfsroot-wizard lock` to write it.';

/**
 * Reads rpms.lock for use.
 * @throws Failure with exit status 2: missing, not readable, not well formed (with the line), or still the plain
 *   list of the seed, which has neither digests nor keys.
 */
export async function readLock(file: string): Promise<Lock> {
  const found = await readLockFile(file);
  if (found === null) {
    throw badInput({ what: 'There is no lock yet.', where: file, remedy });
  }
  if (found.kind === 'plain') {
    throw badInput({
      what: 'The lock is a plain list of packages, without digests and keys to check them by.',
      where: file,
      remedy: 'Run `tmpfsroot-wizard lock` once: it keeps exactly these versions and adds the rest.',
    });
  }
  return found.lock;
}

/** Reads rpms.lock in either form; null when there is none. */
export async function readLockFile(file: string): Promise<LockFile | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw badInput({ what: 'The lock cannot be read.', where: file, why: message });
  }
  return parseLockFile(text, file);
}

/** Takes the text of a lock apart; `file` is for messages only. */
export function parseLockFile(text: string, file: string): LockFile {
  if (!text.trimStart().startsWith('{')) return { kind: 'plain', pins: readPlainLock(text, file) };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message;
    const line = lineOf(text, message);
    throw badInput({
      what: 'The lock is no well-formed JSON.',
      where: line === null ? file : `${file}:${line}`,
      why: /<{7}|>{7}/.test(text) ? 'There are marks of an unfinished git merge in it.' : `${message}.`,
      remedy: 'Take it from git again, or run `tmpfsroot-wizard lock`.',
    });
  }
  try {
    return { kind: 'lock', lock: lockFrom(value) };
  } catch (error) {
    if (!(error instanceof LockFormError)) throw error;
    const line = error.packageIndex === null ? null : lineOfPackage(text, error.packageIndex);
    throw badInput({
      what: error.message,
      where: line === null ? file : `${file}:${line}`,
      remedy: error.remedy ?? 'Take it from git again, or run `tmpfsroot-wizard lock`.',
    });
  }
}

/** The text of rpms.lock: one package a line, so that a diff reads well. The same lock gives the same bytes. */
export function formatLock(lock: Lock): string {
  const { repositories, packages, ...head } = lock;
  const fields = Object.entries(head).map(([name, value]) => `  ${oneLine(name)}: ${oneLine(value)}`);
  const list = (name: string, items: readonly object[]) =>
    `  "${name}": [\n${items.map((item) => `    ${oneLine(item)}`).join(',\n')}\n  ]`;
  return `{\n${[...fields, list('repositories', repositories), list('packages', packages)].join(',\n')}\n}\n`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}: ${oneLine(inner)}`);
  return `{ ${fields.join(', ')} }`;
}

/** Node 20 tells a position, later versions line and column, some nothing at an early end. */
function lineOf(text: string, message: string): number | null {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return text.slice(0, Number(position)).split('\n').length;
  return /end of JSON/.test(message) ? text.trimEnd().split('\n').length : null;
}

/** Line of the package with this index, if the file still has one a line. */
function lineOfPackage(text: string, index: number): number | null {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^\s*"packages"/.test(line));
  const line = lines[start + 1 + index];
  return start >= 0 && line !== undefined && /^\s*\{.*\},?\s*$/.test(line) ? start + 2 + index : null;
}
