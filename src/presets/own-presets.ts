import { lstat, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { badInput, type Failure } from '../base/failure.js';
import { readSmallText } from '../base/fs/read-small-file.js';
import { t } from '../base/language/texts.js';
import { type ConfForm, confPath, loadConf } from './conf-file.js';
import { type Preset, presetVersion } from './preset.js';
import { presetContent, readPresetText } from './preset-text.js';
import {
  asideName,
  codeOf,
  makeStaging,
  placeNew,
  readStoreFile,
  setAside,
  storeFailure,
  syncFolder,
} from './store-file.js';

/** What became of a name when a preset was written under it. */
export interface SavedPreset {
  file: string;
  /** Where a damaged file of that name was moved to. */
  setAside: string | null;
  /** The copy of a preset that was replaced, where it said something else. */
  kept: string | null;
}

/** Keeps what a file holds beside it, and answers where. */
export type KeepCopy = (file: string, now: Date) => Promise<string>;

/** An own preset's file as it was found. */
export type OwnPreset =
  | { kind: 'preset'; file: string; preset: Preset; text: string }
  | { kind: 'newer' | 'damaged'; file: string; failure: Failure; text: string };

/** What the presets of this version look like in a conf store. */
export const presetForm: ConfForm = {
  version: presetVersion,
  schema: {
    version: { type: 'integer' },
    name: { type: 'string', minLength: 1 },
    description: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    document: { type: 'object' },
  },
  migrations: {},
};

/**
 * A person's own presets, one conf store for each: `FOLDER/NAME.json`. The file's name counts, not the one inside.
 * A file is made complete elsewhere in the folder and then gets its name, so that neither a process that is killed
 * nor two that write at once leave a part of one or lose one. Reading changes nothing on the disk.
 */
export class OwnPresets {
  constructor(
    private readonly folder: string,
    private readonly keepCopy: KeepCopy,
    private readonly now: () => Date,
    private readonly form: ConfForm = presetForm,
  ) {}

  file(name: string): string {
    return confPath(this.folder, name);
  }

  /** Names of the presets that are there, sorted. */
  async names(): Promise<string[]> {
    try {
      const entries = await readdir(this.folder);
      return entries
        .filter((entry) => /^[^.].*\.json$/.test(entry))
        .map((entry) => entry.slice(0, -'.json'.length))
        .sort();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw badInput({
        what: t`The folder of your presets could not be read.`,
        where: this.folder,
        why: error instanceof Error ? error.message : String(error),
        remedy: t`Look at it with \`ls -ld ${this.folder}\`.`,
      });
    }
  }

  /** @returns Null when there is none of that name. */
  async read(name: string): Promise<OwnPreset | null> {
    const file = this.file(name);
    const text = await readStoreFile(file);
    if (text === null) return null;
    let reading = readPresetText(text, file, this.form.version);
    if (reading.kind === 'older') {
      try {
        reading = readPresetText(await this.migrated(name, reading.content), file, this.form.version);
        if (reading.kind === 'older') throw new Error('No migration reached this version.');
      } catch (error) {
        return { kind: 'damaged', file, failure: this.notMigrated(file, error), text };
      }
    }
    return reading.kind === 'preset'
      ? { kind: 'preset', file, preset: { ...reading.preset, name }, text }
      : { ...reading, file, text };
  }

  /**
   * @param preset Its name is free, or the preset of that name may be replaced.
   * @throws Failure for a name that is taken (2), or whose file is of a newer version (2), and when it cannot be written.
   */
  async save(preset: Preset, options: { overwrite: boolean }): Promise<SavedPreset> {
    const file = this.file(preset.name);
    let aside: string | null = null;
    for (;;) {
      const found = await this.read(preset.name);
      if (found?.kind === 'newer') throw found.failure;
      if (found?.kind === 'preset' && !options.overwrite) throw taken(preset.name);
      const placed = await this.place(preset, found);
      aside = placed.setAside ?? aside;
      if (placed.isThere) return { file, setAside: aside, kept: placed.kept };
    }
  }

  /**
   * Gives a preset another name. What another process writes under the old name meanwhile stays there.
   * @throws Failure (exit status 2) when the new name is taken.
   */
  async rename(preset: Preset, to: string): Promise<SavedPreset> {
    const file = this.file(preset.name);
    const seen = await readStoreFile(file);
    const saved = await this.save({ ...preset, name: to }, { overwrite: false });
    try {
      const staging = await makeStaging(this.folder);
      const moved = confPath(staging, preset.name);
      await rename(file, moved);
      if ((await readSmallText(moved)) !== seen) await placeNew(moved, file);
      await rm(staging, { recursive: true, force: true });
      await syncFolder(this.folder);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw storeFailure(file, error);
    }
    return saved;
  }

  /**
   * Gives a preset another description. What another process saves meanwhile is described, not lost.
   * @returns False when there is none of that name.
   * @throws Failure for one that is damaged or of a newer version (2), and when it cannot be written.
   */
  async describe(name: string, description: string): Promise<boolean> {
    const file = this.file(name);
    for (;;) {
      const found = await this.read(name);
      if (found === null) return false;
      if (found.kind !== 'preset') throw found.failure;
      const isDone = await this.staged({ ...found.preset, description }, async (staged) => {
        if ((await readStoreFile(file)) !== found.text) return false;
        await rename(staged, file);
        await syncFolder(this.folder);
        return true;
      });
      if (isDone) return true;
    }
  }

  /**
   * Takes a preset out of the list; its file is kept under another name.
   * @returns Where it is now, or null when there was none.
   */
  async delete(name: string): Promise<string | null> {
    const file = this.file(name);
    const kept = asideName(file, 'deleted', this.now());
    try {
      if ((await lstat(file)).isDirectory()) throw isFolder(file);
      await rename(file, kept);
      await syncFolder(this.folder);
      return kept;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw storeFailure(file, error);
    }
  }

  /**
   * Writes the file, and only then touches what was found under its name.
   * @returns Whether the file has its name now; not so where another process was first.
   */
  private async place(
    preset: Preset,
    found: OwnPreset | null,
  ): Promise<{ isThere: boolean } & Pick<SavedPreset, 'setAside' | 'kept'>> {
    const file = this.file(preset.name);
    return await this.staged(preset, async (staged) => {
      const aside = found?.kind === 'damaged' ? await setAside(file, found.text, this.now()) : null;
      const isOther = found?.kind === 'preset' && !isDeepStrictEqual(found.preset, preset);
      const kept = isOther ? await this.keepCopy(file, this.now()) : null;
      if (found?.kind === 'preset') await rename(staged, file);
      else if (!(await placeNew(staged, file))) return { isThere: false, setAside: aside, kept };
      await syncFolder(this.folder);
      return { isThere: true, setAside: aside, kept };
    });
  }

  /** Makes a preset's file complete under another name, for what gives it its own. */
  private async staged<T>(preset: Preset, place: (staged: string) => Promise<T>): Promise<T> {
    const content = { ...presetContent(preset), version: this.form.version };
    try {
      const staging = await makeStaging(this.folder);
      try {
        const makeConf = await loadConf();
        return await place(makeConf(staging, preset.name, content, this.form).path);
      } finally {
        await rm(staging, { recursive: true, force: true });
      }
    } catch (error) {
      throw storeFailure(this.file(preset.name), error);
    }
  }

  private notMigrated(file: string, error: unknown): Failure {
    return badInput({
      what: t`This preset of an older version could not be brought to version ${this.form.version}.`,
      where: file,
      why: error instanceof Error ? error.message : String(error),
      remedy: t`Use the tmpfsroot-wizard that wrote it to export it, or save it again.`,
    });
  }

  /** The text of an older preset's store after conf has migrated a copy of it. */
  private async migrated(name: string, content: Record<string, unknown>): Promise<string> {
    const staging = await mkdtemp(path.join(os.tmpdir(), 'tmpfsroot-wizard-'));
    try {
      const makeConf = await loadConf();
      const store = makeConf(staging, name, content, this.form);
      return JSON.stringify(store.store);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }
}

function isFolder(file: string): Failure {
  return badInput({
    what: t`\`${file}\` is a folder, and no preset.`,
    where: file,
    remedy: t`Look at it with \`ls -ld ${file}\`.`,
  });
}

function taken(name: string): Failure {
  return badInput({
    what: t`There is a preset \`${name}\` already.`,
    remedy: t`Take another name; \`presets save\` and \`presets import\` replace it with \`--overwrite\`.`,
  });
}
