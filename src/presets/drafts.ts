import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../base/failure.js';
import { isRecord } from '../base/field-path.js';
import type { Environment } from '../base/fs/person-folder.js';
import { t } from '../base/language/texts.js';
import { holdsSecret } from '../base/secret-text.js';
import { type ConfForm, confPath, loadConf } from './conf-file.js';
import {
  codeOf,
  makeStoreFolder,
  readStoreFile,
  removeStaleStaging,
  setAside,
  stagingPath,
  storeFailure,
} from './store-file.js';
import { draftsFolder } from './store-folders.js';

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
  /** Texts of fields that are not a valid value yet, by id of the field. */
  texts: Record<string, string>;
  /** Digests of the project's files that the spec goes on from; absent where it goes on from none. */
  basis?: Readonly<Record<string, string>>;
  /** The preset that the spec began with, as `--preset` takes it; absent where it began with none. */
  preset?: string;
  /** Names of packages that came with a group, by the group's comment; absent where none did. */
  groups?: Readonly<Record<string, readonly string[]>>;
}

/** What was left unfinished, one conf store for each project's folder, and some older ones beside it. */
export interface DraftStore {
  /**
   * What was left in a folder, the newest first, and a sentence where something was there that could not be read.
   * Never throws.
   */
  read(dir: string): Promise<{ drafts: readonly Draft[]; message: string | null }>;
  /** Says that what is written from now on goes on from what was left at that time. */
  goOn(dir: string, savedAt: string): void;
  /**
   * Keeps a draft; the file is whole at every moment, and of several the last one stays. What another run left there,
   * and this one does not go on from, is kept beside it. The first call loads conf,
   * each further one takes about as long as the disk needs, during which nothing else runs: a terminal that is
   * closed leaves no time for more.
   * @throws Failure when it cannot be written.
   */
  write(dir: string, draft: Draft): Promise<void>;
  /** Forgets what this run wrote, and what it went on from; what is kept beside it stays. */
  remove(dir: string): Promise<void>;
}

/** Older drafts of a folder that are kept. */
const keptBeside = 3;

/** Without a JSON Schema, whose compiler would hold up the screen; {@link draftOf} judges what is read. */
const draftForm: ConfForm = { version: 1, migrations: {} };

/** Opens the drafts; touches nothing yet. */
export function openDrafts(env: Environment, now: () => Date = () => new Date()): DraftStore {
  const folder = draftsFolder(env);
  let before: Promise<unknown> = Promise.resolve();
  let makeConf: Awaited<ReturnType<typeof loadConf>> | null = null;
  /** Ids of drafts whose file was looked at before it is written over. */
  const ready = new Set<string>();
  /** Times of the drafts that this run goes on from, by id. */
  const continued = new Map<string, Set<string>>();

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
      aside === null
        ? null
        : t`The unfinished image that was saved here could not be read; it is kept in ${aside}.`;
    return { draft: null, message };
  };

  /** Files of the drafts that were kept beside that of an id, the newest first. */
  const filesBeside = async (id: string): Promise<string[]> => {
    const names = await readdir(folder).catch((error) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw storeFailure(folder, error);
    });
    const own = names.filter((name) => name.startsWith(`${id}.left-`) && name.endsWith('.json'));
    return own
      .sort()
      .reverse()
      .map((name) => path.join(folder, name));
  };

  const draftsBeside = async (id: string): Promise<{ file: string; draft: Draft }[]> => {
    const found: { file: string; draft: Draft }[] = [];
    for (const file of await filesBeside(id)) {
      const draft = draftOf((await readStoreFile(file)) ?? '');
      if (draft !== null) found.push({ file, draft });
    }
    return found;
  };

  const goesOnFrom = (id: string, { savedAt }: Draft) => continued.get(id)?.has(savedAt) === true;

  /** Before this run writes over what another one left. */
  const makeRoom = async (id: string): Promise<void> => {
    const { draft } = await take(id);
    if (draft !== null && !goesOnFrom(id, draft)) {
      await rename(confPath(folder, id), besidePath(folder, id, draft.savedAt)).catch((error) => {
        // Another wizard in this folder was quicker.
        if (codeOf(error) !== 'ENOENT') throw error;
      });
    }
    for (const file of (await filesBeside(id)).slice(keptBeside)) await rm(file, { force: true });
  };

  return {
    async read(dir) {
      const id = idOf(dir);
      try {
        const { draft, message } = await take(id);
        const beside = (await draftsBeside(id)).map((found) => found.draft);
        return { drafts: draft === null ? beside : [draft, ...beside], message };
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return {
          drafts: [],
          message: t`The unfinished image that was saved here could not be read: ${error.message}`,
        };
      }
    },
    goOn(dir, savedAt) {
      const id = idOf(dir);
      continued.set(id, (continued.get(id) ?? new Set()).add(savedAt));
      // What this run wrote before is kept beside it too.
      ready.delete(id);
    },
    write(dir, draft) {
      const id = idOf(dir);
      const file = confPath(folder, id);
      return inTurn(async () => {
        try {
          makeConf ??= await loadConf();
          if (!ready.has(id)) {
            await makeStoreFolder(folder);
            await removeStaleStaging(folder);
          }
          const staging = mkdtempSync(stagingPath(folder));
          try {
            const content = { version: draftForm.version, ...draft, texts: textsToKeep(draft.texts) };
            const { path: written } = makeConf(staging, id, content, draftForm);
            if (!ready.has(id)) await makeRoom(id);
            ready.add(id);
            renameSync(written, file);
          } finally {
            rmSync(staging, { recursive: true, force: true });
          }
        } catch (error) {
          throw storeFailure(file, error);
        }
      });
    },
    remove(dir) {
      const id = idOf(dir);
      const file = confPath(folder, id);
      return inTurn(async () => {
        try {
          const { draft } = await take(id);
          if (ready.has(id) || (draft !== null && goesOnFrom(id, draft))) await rm(file, { force: true });
          for (const beside of await draftsBeside(id)) {
            if (goesOnFrom(id, beside.draft)) await rm(beside.file, { force: true });
          }
          await removeStaleStaging(folder);
        } catch (error) {
          if (codeOf(error) !== 'ENOENT') throw storeFailure(file, error);
        }
      });
    },
  };
}

function besidePath(folder: string, id: string, savedAt: string): string {
  return path.join(folder, `${id}.left-${savedAt.replaceAll(/[^0-9TZ]/g, '')}.json`);
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
  const { dir, savedAt, screen, document, texts, basis, preset, groups } = value;
  if (typeof dir !== 'string' || typeof savedAt !== 'string' || typeof screen !== 'string') return null;
  if (!isRecord(texts) || document === undefined) return null;
  return {
    ...{ dir, savedAt, screen, document, texts: textsToKeep(texts) },
    ...(isRecord(basis) ? { basis: onlyTexts(basis) } : {}),
    ...(typeof preset === 'string' ? { preset } : {}),
    ...(isRecord(groups) ? { groups: onlyLists(groups) } : {}),
  };
}

function onlyLists(record: Record<string, unknown>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, list]) => {
      const isList = Array.isArray(list) && list.every((item) => typeof item === 'string');
      return isList ? [[name, list]] : [];
    }),
  );
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
