import path from 'node:path';
import { Command } from 'commander';
import { badFindings, badInput, exitStatus, type Failure } from '../base/failure.js';
import { countOf } from '../base/finding.js';
import { atomicWriteFile } from '../base/fs/atomic-write.js';
import { keepAll } from '../base/fs/kept-copy.js';
import { readBytes } from '../base/fs/read-text.js';
import { printText } from '../base/print-text.js';
import { nameFromFolder } from '../config/fields/image-name.js';
import type { ImageSpec } from '../config/image-spec.js';
import { environmentLayer } from '../config/layers/environment.js';
import { mergeLayers } from '../config/layers/layers.js';
import { textHoldsHashes } from '../config/password-hashes.js';
import { openPreset } from '../presets/open-preset.js';
import { presetLayer } from '../presets/preset.js';
import { lockName, packagesListName } from '../project/folder/project.js';
import { type AddedGroups, editPackagesList } from '../project/packages/edit-packages-list.js';
import { isOurSchema } from '../project/write/judge-write.js';
import { schemaFileName } from '../project/write/project-file-text.js';
import { type StarterFile, starterFiles } from '../project/write/starter-files.js';
import { groupHeading } from '../rpm/groups/expand-group.js';
import type { CommandContext, RunCommand } from './command.js';
import { withFoundKeys } from './key-options.js';
import { parseWith } from './parse.js';
import { printWarnings } from './print.js';
import { addProjectOptions, folderOf, layerOfOptions } from './project-options.js';

/** `init`: writes the files of a new project; flags set the fields of its spec. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(initCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const dir = path.resolve(context.cwd, folderOf(parsed.options));
  const { preset } = parsed.options;
  const { spec, findings } = mergeLayers(
    [
      layerOfOptions(await withFoundKeys(parsed.options, context)),
      environmentLayer({ ...context.env, CACHE_DIR: undefined }),
      ...(typeof preset === 'string' ? [presetLayer(await openPreset(preset, context))] : []),
    ],
    nameFromFolder(path.basename(dir)),
    new Date(),
  );
  const errors = findings.filter(({ level }) => level === 'error');
  if (errors.length > 0) throw badFindings(errors, `${countOf(errors)} things are wrong:`);

  const { packages, groups } = await withGroups(dir, spec, context);
  const files = filesFor({ ...spec, packages }, groups);
  const replaced = await replacedFiles(dir, files);
  if (parsed.options.force !== true && replaced.present.length > 0) throw present(dir, replaced.present);
  const kept = await keepAll(dir, replaced.lost, new Date());
  for (const { name, text } of files)
    await atomicWriteFile(path.join(dir, name), text, textHoldsHashes(text) ? { mode: 0o600 } : {});

  const names = (list: readonly string[]) =>
    list.map((name) => path.relative(context.cwd, path.join(dir, name)));
  const written = names(files.map(({ name }) => name));
  if (parsed.options.json === true) {
    printText(context.stdout, `${JSON.stringify({ event: 'written', files: written, kept: names(kept) })}\n`);
    return exitStatus.done;
  }
  printWarnings(findings, context);
  for (const name of written) printText(context.stdout, `${name}\n`);
  for (const name of names(kept)) printText(context.stderr, `Kept: ${name}\n`);
  const there = dir === context.cwd ? '' : ` -C ${path.relative(context.cwd, dir)}`;
  printText(
    context.stderr,
    `Next: look through tmpfsroot.json and packages.list, then run \`tmpfsroot-wizard lock${there}\`.\n`,
  );
  return exitStatus.done;
};

/** Packages that were given go into packages.list, where a person looks for them. */
function filesFor(spec: ImageSpec, groups: AddedGroups): StarterFile[] {
  const { packages } = spec;
  const files = starterFiles({ ...spec, packages: null });
  if (packages === null) return files;
  return files.map((file) =>
    file.name === packagesListName ? { ...file, text: editPackagesList(null, packages, groups) } : file,
  );
}

/** The packages of the spec with those of its groups in place of the groups, and which came with which. */
async function withGroups(
  dir: string,
  spec: ImageSpec,
  context: CommandContext,
): Promise<{ packages: string[] | null; groups: AddedGroups }> {
  const { packages } = spec;
  const words = packages?.filter((line) => line.startsWith('@')) ?? [];
  if (packages === null || words.length === 0) return { packages, groups: {} };
  const { readGroups } = await import('./read-groups.js');
  const groups = await readGroups(dir, spec, context);
  const own = packages.filter((line) => !words.includes(line));
  const expanded = words.map((word) => groups.expand(word, own));
  return {
    packages: [...new Set([...own, ...expanded.flatMap((group) => group.packages)])],
    groups: Object.fromEntries(
      expanded.map((group) => [groupHeading(group), group.packages.filter((name) => !own.includes(name))]),
    ),
  };
}

function initCommand(): Command {
  return addProjectOptions(
    new Command('init').description('Writes the files of a new image project, commented.'),
  )
    .option('--force', 'replace files that are there; a copy of each is kept, with the time in its name')
    .option('--json', 'one JSON object on standard output: the files written, and the copies kept')
    .addHelpText(
      'after',
      `
Examples:
  tmpfsroot-wizard init -C robot --release 44 --disk nvme0n1
  tmpfsroot-wizard init --disk sda,sdb --docker-disk sdb --docker-size rest
  tmpfsroot-wizard init -C counter --preset kiosk --disk sda
  tmpfsroot-wizard init --package kernel --package @^minimal-environment`,
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
