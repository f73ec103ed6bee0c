import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../spec/failure.js';
import { isRecord } from '../spec/field-path.js';
import { holdsSecret } from '../spec/secret-text.js';
import { type ConfForm, confPath, loadConf } from './conf-file.js';
import {
  codeOf,
  makeStoreFolder,
  readStoreFile,
  removeAbandoned,
  setAside,
  stagingPath,
  storeFailure,
} from './store-file.js';
import { draftsFolder, type Environment } from './store-folders.js';

/** Where a person stood in the wizard when it was left. */
export interface Draft {
  /** Absolute path of the image project's folder. */
  dir: string;
  /** ISO 8601. */
  savedAt: string;
  /** Id of the screen. */
  screen: string;
  /** The spec as far as it was made. */
  document: unknown;
  /** Texts of fields that are no value yet, by id of the field. */
  texts: Record<string, string>;
  /** Digests of the project's files that the spec goes on from; absent where it goes on from none. */
  basis?: Readonly<Record<string, string>>;
}

/** What was left unfinished, one conf store for each project's folder. */
export interface DraftStore {
  /** What was left in a folder, and a sentence where something was there that could not be read. Never throws. */
  read(dir: string): Promise<{ draft: Draft | null; message: string | null }>;
  /**
   * Keeps a draft; the file is whole at every moment, and of several the last one stays. The first call loads conf,
   * each further one takes about as long as the disk needs, during which nothing else runs: a terminal that is
   * closed leaves no time for more.
   * @throws Failure when it cannot be written.
   */
  write(dir: string, draft: Draft): Promise<void>;
  /** Forgets what was left in a folder. */
  remove(dir: string): Promise<void>;
}

/** Without a JSON Schema, whose compiler would hold up the screen; {@link draftOf} judges what is read. */
const draftForm: ConfForm = { version: 1, migrations: {} };

/** Opens the drafts; touches nothing yet. */
export function openDrafts(env: Environment, now: () => Date = () => new Date()): DraftStore {
  const folder = draftsFolder(env);
  let before: Promise<unknown> = Promise.resolve();
  let makeConf: Awaited<ReturnType<typeof loadConf>> | null = null;
  /** Ids of drafts whose file was looked at before it is written over. */
  const ready = new Set<string>();

  /** Writes and removals are done one after the other, in the order in which they were asked for. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = before.then(work);
    before = turn.catch(() => {});
    return turn;
  };

  /** The draft of that id, after what cannot be read was moved aside. */
  const take = async (id: string): Promise<{ draft: Draft | null; message: string | null }> => {
    const file = confPath(folder, id);
    const text = await readStoreFile(file);
    const draft = text === null ? null : draftOf(text);
    if (text === null || draft !== null) return { draft, message: null };
    const aside = await setAside(file, text, now());
    const message =
      aside === null ? null : `What was left unfinished here could not be read; it is kept in ${aside}.`;
    return { draft: null, message };
  };

  return {
    async read(dir) {
      try {
        return await take(idOf(dir));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return { draft: null, message: `What was left unfinished here could not be read: ${error.message}` };
      }
    },
    write(dir, draft) {
      const id = idOf(dir);
      const file = confPath(folder, id);
      return inTurn(async () => {
        try {
          makeConf ??= await loadConf();
          if (!ready.has(id)) {
            await makeStoreFolder(folder);
            await removeAbandoned(folder);
            await take(id);
            ready.add(id);
          }
          const staging = mkdtempSync(stagingPath(folder));
          try {
            const content = { version: draftForm.version, ...draft, texts: textsToKeep(draft.texts) };
            renameSync(makeConf(staging, id, content, draftForm).path, file);
          } finally {
            rmSync(staging, { recursive: true, force: true });
          }
        } catch (error) {
          throw storeFailure(file, error);
        }
      });
    },
    remove(dir) {
      const file = confPath(folder, idOf(dir));
      return inTurn(async () => {
        try {
          await rm(file, { force: true });
          await removeAbandoned(folder);
        } catch (error) {
          if (codeOf(error) !== 'ENOENT') throw storeFailure(file, error);
        }
      });
    },
  };
}

function idOf(dir: string): string {
  return createHash('sha256').update(path.resolve(dir)).digest('hex').slice(0, 16);
}

/** The draft that a file holds, or null. */
function draftOf(text: string): Draft | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || value.version !== draftForm.version) return null;
  const { dir, savedAt, screen, document, texts, basis } = value;
  if (typeof dir !== 'string' || typeof savedAt !== 'string' || typeof screen !== 'string') return null;
  if (!isRecord(texts) || document === undefined) return null;
  const draft = { dir, savedAt, screen, document, texts: textsToKeep(texts) };
  return isRecord(basis) ? { ...draft, basis: onlyTexts(basis) } : draft;
}

/** A private key is never kept, nor taken from a draft that an earlier version wrote. */
function textsToKeep(texts: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(onlyTexts(texts)).filter(([, text]) => !holdsSecret(text)));
}

function onlyTexts(record: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
