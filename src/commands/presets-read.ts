import path from 'node:path';
import { Command } from 'commander';
import { exitStatus } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { textWidth } from '../base/text/width.js';
import { nameFromFolder } from '../config/fields/image-name.js';
import { hideHashes } from '../config/password-hashes.js';
import { openPreset, presetStore } from '../presets/open-preset.js';
import { hasHashes, type Preset, presetOf, specOfPreset } from '../presets/preset.js';
import { hardwareOf } from '../presets/preset-hardware.js';
import type { ListedPreset } from '../presets/preset-store.js';
import { diffSpecs, type FieldChange } from '../presets/spec-diff.js';
import { jsonText } from '../project/write/project-file-text.js';
import type { RunCommand } from './command.js';
import { folderSpec } from './folder-spec.js';
import { parseWith } from './parse.js';
import { addProjectOptions, folderOf } from './project-options.js';

/** `presets list`: a line for each preset. */
export const listPresets: RunCommand = async (words, context) => {
  const command = new Command('presets list')
    .description('Lists bundled presets and your own. If one cannot be read, says why.')
    .option('--json', 'one JSON object a line on standard output');
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const listed = await presetStore(context.env).list();
  printText(
    context.stdout,
    parsed.options.json === true ? listed.map(listedJson).join('') : listText(listed),
  );
  return exitStatus.done;
};

/** `presets show NAME`: description and spec. */
export const showPreset: RunCommand = async (words, context) => {
  const command = new Command('presets show')
    .description('Shows what a preset is for, and its spec as a project file has it.')
    .argument('<NAME|FILE>', 'name of a preset, or file of one')
    .option('--json', 'one JSON object on standard output')
    .addHelpText('after', '\nExample:\n  tmpfsroot-wizard presets show gateway');
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const preset = await openPreset(parsed.args[0] ?? '', context);
  printText(
    context.stdout,
    parsed.options.json === true
      ? `${JSON.stringify(preset, hideHashes)}\n`
      : `${preset.name}\n\n${preset.description}\n\n${jsonText(JSON.parse(JSON.stringify(preset.document, hideHashes)))}`,
  );
  if (hasHashes(preset))
    printText(context.stderr, 'Note: password hashes are not shown; `presets export` writes them.\n');
  return exitStatus.done;
};

/** `presets diff A [B]`: the fields that differ. */
export const diffPresets: RunCommand = async (words, context) => {
  const command = addProjectOptions(
    new Command('presets diff')
      .description('Shows what differs from one preset to another, or to the project with its packages.')
      .argument('<A>', 'name or file of a preset')
      .argument('[B]', "name or file of another; without it the project's folder"),
  )
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      `
Examples:
  tmpfsroot-wizard presets diff kiosk
  tmpfsroot-wizard presets diff gateway site-7.json --json`,
    );
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const [a = '', b] = parsed.args;
  const folderName = nameFromFolder(path.basename(path.resolve(context.cwd, folderOf(parsed.options))));
  const from = await openPreset(a, context);
  const to =
    b === undefined
      ? presetOf('the project', '', (await folderSpec(parsed.options, context)).spec)
      : await openPreset(b, context);
  const changes = diffSpecs(specOfPreset(from, folderName), specOfPreset(to, folderName));
  printText(
    context.stdout,
    parsed.options.json === true
      ? `${JSON.stringify({ from: from.name, to: to.name, changes: changes.map(changeJson) }, hideHashes)}\n`
      : diffText(changes),
  );
  return exitStatus.done;
};

function listedJson({ name, origin, file, preset, problem }: ListedPreset): string {
  const description = preset?.description ?? null;
  const hardware = preset === null ? null : hardwareOf(specOfPreset(preset));
  return `${JSON.stringify({ name, origin, file, description, hardware, problem: problem?.what ?? null })}\n`;
}

function listText(listed: readonly ListedPreset[]): string {
  const widest = Math.max(0, ...listed.map(({ name }) => textWidth(name)));
  return listed
    .map(({ name, origin, preset, problem }) => {
      const about = problem === null ? aboutText(preset) : `cannot be read: ${placed(problem)}`;
      const mark = origin === 'own' ? 'yours  ' : 'shipped';
      return `${name}${' '.repeat(widest - textWidth(name))}  ${mark}  ${about}`.trimEnd();
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** What it is for, and the device that it assumes. */
function aboutText(preset: Preset | null): string {
  if (preset === null) return '';
  return `${preset.description.split('\n')[0]} (${hardwareOf(specOfPreset(preset))})`;
}

function placed({ where, what }: NonNullable<ListedPreset['problem']>): string {
  return where === undefined ? what : `${where}: ${what}`;
}

/** `undefined` is null in JSON, as a field that one of the specs does not have. */
function changeJson({ path: field, from, to }: FieldChange): FieldChange {
  const shown = (value: unknown) => hideHashes(field, value ?? null);
  return { path: field, from: shown(from), to: shown(to) };
}

function diffText(changes: readonly FieldChange[]): string {
  if (changes.length === 0) return 'Nothing differs.\n';
  return changes.map((change) => `${changeText(change)}\n`).join('');
}

function changeText({ path: field, from, to }: FieldChange): string {
  const [before, after] = [texts(from), texts(to)];
  if (before === null || after === null) return `${field}: ${valueText(from)} -> ${valueText(to)}`;
  const added = after.filter((text) => !before.includes(text));
  const removed = before.filter((text) => !after.includes(text));
  if (added.length + removed.length === 0) return `${field}: in another order: ${after.join(', ')}`;
  return [`${field}:`, ...removed.map((text) => `  - ${text}`), ...added.map((text) => `  + ${text}`)].join(
    '\n',
  );
}

function texts(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  return value.map((one) => (typeof one === 'string' ? firstLine(one) : valueText(one)));
}

/** A value on one line; a hash is told of, not shown. */
function valueText(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'string') return /^\$\w+\$/.test(value) ? '(a hash)' : firstLine(value);
  return JSON.stringify(value, (key, inner) =>
    key === 'passwordHash' && typeof inner === 'string' ? '(a hash)' : inner,
  );
}

function firstLine(text: string): string {
  const [first = '', ...others] = text.split('\n');
  return others.length === 0 ? first : `${first} ...`;
}
