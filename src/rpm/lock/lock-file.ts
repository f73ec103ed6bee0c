import path from 'node:path';
import { badInput, Failure, type FailureFacts } from '../../base/failure.js';
import { readText } from '../../base/fs/read-text.js';
import { parseJsonText } from '../../base/json-text.js';
import { later, t, translated } from '../../base/language/texts.js';
import type { Lock } from './lock.js';
import { LockFormError, lockFrom } from './lock-form.js';
import { type PlainPin, readPlainLock } from './plain-lock.js';

/** What a file named rpms.lock can hold. */
export type LockFile = { kind: 'lock'; lock: Lock } | { kind: 'plain'; pins: PlainPin[] };

/** A lock of 5,000 packages has 3 MB. */
const mostLockBytes = 8_000_000;

/**
 * Reads rpms.lock for use.
 * @throws Failure with exit status 2: missing, not readable, not well formed (with the line), or still the plain
 *   list of the seed, which has neither digests nor keys.
 */
export async function readLock(file: string): Promise<Lock> {
  const text = await readLockText(file);
  if (text === null)
    throw badInput({
      what: t`There is no lock yet.`,
      where: file,
      remedy: t`Run \`tmpfsroot-wizard lock\` to write it.`,
    });
  return parseLock(text, file);
}

/** The same for the text of a lock; `file` is for messages only. */
export function parseLock(text: string, file: string): Lock {
  const found = parseLockFile(text, file);
  if (found.kind === 'plain') {
    throw badInput({
      what: t`The lock is a plain list of packages, without digests or keys to verify them.`,
      where: file,
      remedy: t`Run \`tmpfsroot-wizard lock\` once: it keeps exactly these versions and adds the rest.`,
    });
  }
  return found.lock;
}

/**
 * Reads rpms.lock in either form where it is about to be written again; null when there is none. A lock that is
 * broken is none, unless its versions are needed: those of a plain list always, others when `isNeeded`.
 * @throws Failure with exit status 2 for one that is needed and broken.
 */
export async function readReplaceableLock(file: string, isNeeded: boolean): Promise<LockFile | null> {
  const text = await readLockText(file);
  if (text === null || text.trim() === '') return null;
  try {
    return parseLockFile(text, file);
  } catch (error) {
    if (isNeeded || !isOurForm(text)) throw error;
    return null;
  }
}

async function readLockText(file: string): Promise<string | null> {
  return await readText(file, path.basename(file), mostLockBytes);
}

/** A git merge may have put its marks above the first brace. */
function isOurForm(text: string): boolean {
  const begin = text.trimStart();
  const lock = begin.startsWith('<<<<<<<') ? begin.slice(begin.indexOf('\n') + 1).trimStart() : begin;
  return lock.startsWith('{');
}

/** Takes the text of a lock apart; `file` is for messages only. */
export function parseLockFile(text: string, file: string): LockFile {
  if (!isOurForm(text)) return { kind: 'plain', pins: readPlainLock(text, file) };
  try {
    return { kind: 'lock', lock: lockFrom(JSON.parse(text)) };
  } catch (error) {
    if (error instanceof LockFormError) throw wrongForm(error, text, file);
    if (error instanceof SyntaxError) throw wrongJson(error, text, file);
    throw error;
  }
}

const otherRemedy = later`Restore it from git, or run \`tmpfsroot-wizard lock\`.`;

function wrongForm(error: LockFormError, text: string, file: string): Failure {
  const { packageIndex } = error;
  const where = packageIndex === null ? '' : `:${lineOf(text, file, `packages[${packageIndex}]`)}`;
  return badInput({
    what: error.message,
    where: `${file}${where}`,
    remedy: error.remedy ?? translated(otherRemedy),
  });
}

function lineOf(text: string, file: string, path: string): number {
  return parseJsonText(text, file).locate(path).line;
}

/** JSON.parse is quick and tells no line; our own parser is asked once something is wrong. */
function wrongJson(error: SyntaxError, text: string, file: string): Failure {
  let found: FailureFacts = { what: `${error.message}.` };
  try {
    parseJsonText(text, file);
  } catch (failure) {
    if (failure instanceof Failure) found = failure.facts;
  }
  return badInput({
    what: t`The lock is not well-formed JSON.`,
    where: found.where ?? file,
    why: /<{7}|>{7}/.test(text)
      ? t`It contains the conflict markers of an unfinished git merge.`
      : found.what,
    remedy: translated(otherRemedy),
  });
}

/** The text of rpms.lock: one package a line, so that a diff reads well. The same lock gives the same bytes. */
export function formatLock(lock: Lock): string {
  // In the order of reading, whatever order the fields were made in.
  const { repositories, packages, ...head } = lockFrom(lock);
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
