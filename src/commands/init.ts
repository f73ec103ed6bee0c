import path from 'node:path';
import { Command } from 'commander';
import { openPreset } from '../pipeline/open-preset.js';
import { presetLayer } from '../presets/preset.js';
import { atomicWriteFile } from '../project/atomic-write.js';
import { editPackagesList } from '../project/edit-packages-list.js';
import { isOurSchema } from '../project/judge-write.js';
import { keepAll } from '../project/kept-copy.js';
import { lockName, packagesListName } from '../project/project.js';
import { readBytes } from '../project/read-text.js';
import { type StarterFile, schemaFileName, starterFiles } from '../project/starter-files.js';
import { nameFromFolder } from '../spec/defaults.js';
import { environmentLayer } from '../spec/environment.js';
import { badFindings, badInput, exitStatus, type Failure } from '../spec/failure.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { mergeLayers } from '../spec/sources.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { printWarnings } from './print-warnings.js';
import { addProjectOptions, folderOf, layerOfOptions } from './project-options.js';

/** `init`: writes the files of a new project; flags set the fields of its spec. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(initCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const dir = path.resolve(context.cwd, folderOf(parsed.options));
  const { preset } = parsed.options;
  const { spec, findings } = mergeLayers(
    [
      layerOfOptions(parsed.options),
      environmentLayer({ ...context.env, CACHE_DIR: undefined }),
      ...(typeof preset === 'string' ? [presetLayer(await openPreset(preset, context))] : []),
    ],
    nameFromFolder(path.basename(dir)),
    new Date(),
  );
  const errors = findings.filter(({ level }) => level === 'error');
  if (errors.length > 0) throw badFindings(errors, `${errors.length} things are wrong:`);

  const files = filesFor(spec);
  const replaced = await replacedFiles(dir, files);
  if (parsed.options.force !== true && replaced.present.length > 0) throw present(dir, replaced.present);
  const kept = await keepAll(dir, replaced.lost, new Date());
  for (const file of files) await atomicWriteFile(path.join(dir, file.name), file.text);

  const names = (list: readonly string[]) =>
    list.map((name) => path.relative(context.cwd, path.join(dir, name)));
  const written = names(files.map(({ name }) => name));
  if (parsed.options.json === true) {
    context.stdout.write(`${JSON.stringify({ event: 'written', files: written, kept: names(kept) })}\n`);
    return exitStatus.done;
  }
  printWarnings(findings, context);
  for (const name of written) context.stdout.write(`${name}\n`);
  for (const name of names(kept)) context.stderr.write(`Kept: ${name}\n`);
  const there = dir === context.cwd ? '' : ` -C ${path.relative(context.cwd, dir)}`;
  context.stderr.write(
    `Next: look through tmpfsroot.json and packages.list, then run \`tmpfsroot-wizard lock${there}\`.\n`,
  );
  return exitStatus.done;
};

/** Packages that were given go into packages.list, where a person looks for them. */
function filesFor(spec: ImageSpec): StarterFile[] {
  const { packages } = spec;
  const files = starterFiles({ ...spec, packages: null });
  if (packages === null) return files;
  return files.map((file) =>
    file.name === packagesListName ? { ...file, text: editPackagesList(null, packages) } : file,
  );
}

function initCommand(): Command {
  return addProjectOptions(
    new Command('init').description('Writes the files of a new image project, commented.'),
  )
    .option('--force', 'replace files that are there; a copy of each is kept, under its name with the time')
    .option('--json', 'one JSON object on standard output: the files written, and the copies kept')
    .addHelpText(
      'after',
      `
Examples:
  tmpfsroot-wizard init -C robot --release 44 --disk nvme0n1
  tmpfsroot-wizard init --disk sda,sdb --docker-disk sdb --docker-size rest
  tmpfsroot-wizard init -C counter --preset kiosk --disk sda`,
    );
}

/** The files that are there already, and those of them (the lock too) that are lost without a copy. */
async function replacedFiles(
  dir: string,
  files: readonly StarterFile[],
): Promise<{ present: string[]; lost: string[] }> {
  const present: string[] = [];
  const lost: string[] = [];
  for (const { name, text } of files) {
    const before = await readBytes(path.join(dir, name), name);
    if (before === null) continue;
    present.push(name);
    const isOurs = name === schemaFileName && isOurSchema(before);
    if (!isOurs && !before.equals(Buffer.from(text))) lost.push(name);
  }
  return { present, lost: lost.length === 0 ? [] : [...lost, lockName] };
}

function present(dir: string, names: readonly string[]): Failure {
  return badInput({
    what: `There is a project already: ${names.map((name) => `\`${name}\``).join(', ')}.`,
    where: dir,
    why: 'Nothing was written.',
    remedy:
      'Choose an empty folder with `-C DIR`, or replace them with `tmpfsroot-wizard init --force`, which keeps a copy of each.',
  });
}
