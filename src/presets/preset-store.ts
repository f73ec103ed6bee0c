import { badInput, Failure, type FailureFacts } from '../base/failure.js';
import type { Environment } from '../base/fs/person-folder.js';
import { later, oneOf, sentences, t, translated } from '../base/language/texts.js';
import { nearest } from '../base/nearest.js';
import { type KeepCopy, OwnPresets, type SavedPreset } from './own-presets.js';
import type { Preset } from './preset.js';
import { presetName, presetNameProblem } from './preset-name.js';
import { parsePreset, presetText } from './preset-text.js';
import { ShippedPresets } from './shipped-presets.js';
import { ownPresetsFolder } from './store-folders.js';

/** One line of a list of presets. */
export interface ListedPreset {
  name: string;
  origin: 'shipped' | 'own';
  file: string;
  /** Null where it cannot be read; then `problem` says why. */
  preset: Preset | null;
  problem: FailureFacts | null;
}

/** The shipped presets and a person's own. Every method throws a Failure for what a person must be told. */
export interface PresetStore {
  /** Shipped ones first, then a person's own; those that cannot be read are among them. */
  list(): Promise<ListedPreset[]>;
  /** @throws Failure (exit status 2) for one that is not there, with the nearest names, or is damaged. */
  read(name: string): Promise<Preset>;
  /**
   * Keeps a preset as a person's own; one of that name is replaced only with `overwrite`, and a copy of it is kept
   * where it said something else. A damaged file of that name is moved aside. Where to is answered.
   */
  save(preset: Preset, options?: { overwrite?: boolean }): Promise<SavedPreset>;
  rename(from: string, to: string): Promise<SavedPreset>;
  /** Replaces what an own preset says of itself; its first line is shown in lists. */
  describe(name: string, description: string): Promise<void>;
  /** Takes an own preset out of the list, damaged ones too. Where its file is kept is answered. */
  delete(name: string): Promise<string>;
  /** The text of a file that {@link PresetStore.importText} takes. */
  exportText(name: string): Promise<string>;
  /**
   * Keeps a preset that was exported.
   * @param options `where` is the file's name for messages; `name` replaces the one inside.
   */
  importText(
    text: string,
    options: { where: string; name?: string; overwrite?: boolean },
  ): Promise<SavedPreset & { preset: Preset }>;
}

/**
 * Opens the presets; touches nothing yet.
 * @param shippedFolder Where this program's own presets lie.
 */
export function openPresets(
  env: Environment,
  shippedFolder: string,
  keepCopy: KeepCopy,
  now: () => Date = () => new Date(),
): PresetStore {
  const own = new OwnPresets(ownPresetsFolder(env), keepCopy, now);
  const shipped = new ShippedPresets(shippedFolder);

  const isShipped = async (name: string) => (await shipped.names()).includes(name);

  /** An own preset that was there before this program shipped one of that name stays a person's own. */
  const requireOwnName = async (name: string) => {
    if ((await isShipped(name)) && !(await own.names()).includes(name)) throw shippedName(name);
  };

  const read = async (given: string): Promise<Preset> => {
    if (presetNameProblem(given.normalize('NFC')) !== null) throw await unknownPreset(given);
    const name = presetName(given);
    const found = await own.read(name);
    if (found?.kind === 'preset') return found.preset;
    if (found !== null) throw found.failure;
    const preset = await shipped.read(name);
    if (preset === null) throw await unknownPreset(name);
    return preset;
  };

  const unknownPreset = async (name: string): Promise<Failure> => {
    const names = [...(await shipped.names()), ...(await own.names())];
    const near = nearest(name, names).map((one) => `\`${one}\``);
    const guess = near.length === 0 ? '' : t`Did you mean ${oneOf(near)}?`;
    return badInput({
      what: t`There is no preset \`${name}\`.`,
      remedy: sentences(
        guess,
        t`See \`tmpfsroot-wizard presets list\`; for a file write its path: \`./${name}.json\`.`,
      ),
    });
  };

  const notOwn = async (name: string, done: string): Promise<Failure> =>
    (await isShipped(name)) ? shippedPreset(name, done) : await unknownPreset(name);

  const save: PresetStore['save'] = async (preset, { overwrite = false } = {}) => {
    const name = presetName(preset.name);
    await requireOwnName(name);
    return await own.save({ ...preset, name }, { overwrite });
  };

  return {
    async list() {
      const ownNames = await own.names();
      const shippedNames = (await shipped.names()).filter((name) => !ownNames.includes(name));
      return await Promise.all([
        ...shippedNames.map((name) => listed(name, 'shipped', shipped.file(name), () => read(name))),
        ...ownNames.map((name) => listed(name, 'own', own.file(name), () => readListed(own, name))),
      ]);
    },
    read,
    save,
    async rename(from, to) {
      const preset = await read(from);
      const name = presetName(to);
      if (!(await own.names()).includes(preset.name)) throw shippedPreset(preset.name, later`renamed`);
      if (name === preset.name) return { file: own.file(name), setAside: null, kept: null };
      await requireOwnName(name);
      return await own.rename(preset, name);
    },
    async describe(given, description) {
      const name = given.normalize('NFC');
      if ((await own.names()).includes(name) && (await own.describe(name, description))) return;
      throw await notOwn(name, later`described`);
    },
    async delete(given) {
      const name = given.normalize('NFC');
      const kept = (await own.names()).includes(name) ? await own.delete(name) : null;
      if (kept === null) throw await notOwn(name, later`deleted`);
      return kept;
    },
    async exportText(name) {
      return presetText(await read(name));
    },
    async importText(text, { where, name, overwrite = false }) {
      const parsed = parsePreset(text, where);
      const preset = { ...parsed, name: presetName(name ?? parsed.name) };
      return { preset, ...(await save(preset, { overwrite })) };
    },
  };
}

async function readListed(own: OwnPresets, name: string): Promise<Preset> {
  if (presetName(name) !== name) {
    throw badInput({
      what: t`The name of this file is not composed (Unicode NFC), so no preset can be asked for by it.`,
      where: own.file(name),
      remedy: t`Give the file the name as you would type it.`,
    });
  }
  const found = await own.read(name);
  if (found?.kind === 'preset') return found.preset;
  throw found?.failure ?? badInput({ what: t`It was removed just now.`, where: own.file(name) });
}

async function listed(
  name: string,
  origin: ListedPreset['origin'],
  file: string,
  read: () => Promise<Preset>,
): Promise<ListedPreset> {
  try {
    return { name, origin, file, preset: await read(), problem: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { name, origin, file, preset: null, problem: error.facts };
  }
}

function shippedName(name: string): Failure {
  return badInput({
    what: t`\`${name}\` is the name of a bundled preset.`,
    remedy: t`Take another name, for example \`my ${name}\`.`,
  });
}

function shippedPreset(name: string, done: string): Failure {
  return badInput({
    what: t`\`${name}\` is a bundled preset and cannot be ${translated(done)}.`,
    remedy: t`Keep a copy under a name of your own: \`tmpfsroot-wizard presets export ${name} my.json\`, then \`presets import my.json --name NAME\`.`,
  });
}
