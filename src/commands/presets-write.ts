import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { badInput, exitStatus } from '../base/failure.js';
import { atomicWriteFile } from '../base/fs/atomic-write.js';
import { keepCopy } from '../base/fs/kept-copy.js';
import { readBytes } from '../base/fs/read-text.js';
import { printText } from '../base/print-text.js';
import { presetFileText, presetStore } from '../presets/open-preset.js';
import type { SavedPreset } from '../presets/own-presets.js';
import { hasHashes, presetOf } from '../presets/preset.js';
import type { ListedPreset, PresetStore } from '../presets/preset-store.js';
import type { CommandContext, RunCommand } from './command.js';
import { confirm } from './confirm.js';
import { folderSpec } from './folder-spec.js';
import { parseWith } from './parse.js';
import { printWarnings } from './print.js';
import { addProjectOptions } from './project-options.js';

/** `presets save NAME`: keeps what flags, environment and the folder mean. */
export const savePreset: RunCommand = async (words, context) => {
  const command = addProjectOptions(
    new Command('presets save')
      .description("Saves the project's spec and packages as a preset of yours.")
      .argument('<NAME>', 'letters and digits, with blanks, `.`, `_`, `+` and `-` inside'),
  )
    .option('--description <TEXT>', 'what it is for; the first line is shown in lists')
    .option('--overwrite', 'replace the preset of yours that has this name; a copy of it is kept')
    .addHelpText(
      'after',
      `
Examples:
  tmpfsroot-wizard presets save robot-3 -C robot --description "Arm with two cameras"
  tmpfsroot-wizard presets save wide-screen --preset kiosk --disk sda`,
    );
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const [name = ''] = parsed.args;
  const { spec, findings } = await folderSpec(parsed.options, context);
  const store = presetStore(context.env);
  const { description: given, overwrite } = parsed.options;
  const description =
    typeof given === 'string'
      ? given
      : ((await ownListed(store, name))?.preset?.description ?? `Saved from the project ${spec.name}.`);
  const preset = presetOf(name, description, spec);
  const saved = await store.save(preset, { overwrite: overwrite === true });
  printWarnings(findings, context);
  if (hasHashes(preset)) printText(context.stderr, 'Note: the preset holds password hashes.\n');
  tellSaved(saved, context);
  return exitStatus.done;
};

/** `presets rename FROM TO`. */
export const renamePreset: RunCommand = async (words, context) => {
  const command = new Command('presets rename')
    .description('Gives a preset of yours another name.')
    .argument('<FROM>', 'its name now')
    .argument('<TO>', 'its new name; no other preset may have it');
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const [from = '', to = ''] = parsed.args;
  tellSaved(await presetStore(context.env).rename(from, to), context);
  return exitStatus.done;
};

/** `presets describe NAME TEXT`. */
export const describePreset: RunCommand = async (words, context) => {
  const command = new Command('presets describe')
    .description('Says what a preset of yours is for, in place of what it says now.')
    .argument('<NAME>', 'its name')
    .argument('<TEXT>', 'what it is for; the first line is shown in lists')
    .addHelpText('after', '\nExample:\n  tmpfsroot-wizard presets describe robot-3 "Arm with two cameras"');
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const [name = '', text = ''] = parsed.args;
  await presetStore(context.env).describe(name, text);
  printText(context.stderr, `Described ${name}.\n`);
  return exitStatus.done;
};

/** `presets delete NAME`: asks first. */
export const deletePreset: RunCommand = async (words, context) => {
  const command = new Command('presets delete')
    .description('Takes a preset of yours out of the list; its file is kept under another name.')
    .argument('<NAME>', 'its name')
    .option('--yes', 'do not ask');
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const [name = ''] = parsed.args;
  const store = presetStore(context.env);
  if (parsed.options.yes !== true && (await ownListed(store, name)) !== undefined) {
    const without = {
      what: `There is no terminal on which to confirm deleting \`${name}\`.`,
      remedy: 'Confirm on the command line: `tmpfsroot-wizard presets delete NAME --yes`.',
    };
    if (!(await confirm(`Delete the preset ${name}?`, without, context))) {
      throw badInput({ what: 'Nothing was deleted: you did not confirm.' });
    }
  }
  const kept = await store.delete(name);
  printText(context.stderr, `Deleted ${name}. Kept: ${kept}\n`);
  return exitStatus.done;
};

/** `presets export NAME [FILE]`. */
export const exportPreset: RunCommand = async (words, context) => {
  const command = new Command('presets export')
    .description('Writes a preset to a file that `presets import` and `--preset FILE` take.')
    .argument('<NAME>', 'its name')
    .argument('[FILE]', 'where to; without it standard output')
    .option('--force', 'replace the file; a copy of it is kept beside it, with the time in its name')
    .addHelpText('after', '\nExample:\n  tmpfsroot-wizard presets export gateway site-7.json');
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const [name = '', file] = parsed.args;
  const store = presetStore(context.env);
  const text = await store.exportText(name);
  if (file === undefined) printText(context.stdout, text);
  else {
    const kept = await writeExport(path.resolve(context.cwd, file), text, parsed.options.force === true);
    if (kept !== null) printText(context.stderr, `Kept: ${kept}\n`);
    printText(context.stdout, `${file}\n`);
  }
  if (hasHashes(await store.read(name))) {
    printText(
      context.stderr,
      'Note: it holds password hashes. Share it only with people who may have them.\n',
    );
  }
  return exitStatus.done;
};

/** `presets import FILE`. */
export const importPreset: RunCommand = async (words, context) => {
  const command = new Command('presets import')
    .description('Adds an exported preset to yours.')
    .argument('<FILE>', 'a file that `presets export` wrote')
    .option('--name <NAME>', 'instead of the name inside')
    .option('--overwrite', 'replace the preset of yours that has this name; a copy of it is kept')
    .addHelpText('after', '\nExample:\n  tmpfsroot-wizard presets import site-7.json --name "site 7"');
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const [file = ''] = parsed.args;
  const { name, overwrite } = parsed.options;
  const saved = await presetStore(context.env).importText(await presetFileText(file, context.cwd), {
    where: file,
    overwrite: overwrite === true,
    ...(typeof name === 'string' ? { name } : {}),
  });
  tellSaved(saved, context);
  return exitStatus.done;
};

function tellSaved({ file, setAside, kept }: SavedPreset, { stdout, stderr }: CommandContext): void {
  if (kept !== null) printText(stderr, `Kept: ${kept}\n`);
  if (setAside !== null) {
    printText(stderr, `Note: the file of that name was damaged; it is kept as ${setAside}\n`);
  }
  printText(stdout, `${file}\n`);
}

/** The person's own preset of that name, damaged or not; undefined where there is none. */
async function ownListed(store: PresetStore, name: string): Promise<ListedPreset | undefined> {
  const listed = await store.list();
  return listed.find((one) => one.origin === 'own' && one.name === name.normalize('NFC'));
}

/** @returns The copy of what the file held before, or null. */
async function writeExport(file: string, text: string, force: boolean): Promise<string | null> {
  if (!force && (await stat(file).catch(() => null)) !== null) {
    throw badInput({
      what: `There is a file \`${path.basename(file)}\` already.`,
      where: file,
      remedy: 'Choose another name, or replace it with `--force`; a copy of it is kept.',
    });
  }
  const before = await readBytes(file, path.basename(file));
  const kept = before === null || before.equals(Buffer.from(text)) ? null : await keepCopy(file, new Date());
  await atomicWriteFile(file, text, { mode: 0o600 });
  return kept;
}
