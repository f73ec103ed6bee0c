import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { openPreset } from '../pipeline/open-preset.js';
import { presetLayer } from '../presets/preset.js';
import { atomicWriteFile } from '../project/atomic-write.js';
import { editPackagesList } from '../project/edit-packages-list.js';
import { packagesListName } from '../project/project.js';
import { type StarterFile, starterFiles } from '../project/starter-files.js';
import { nameFromFolder } from '../spec/defaults.js';
import { environmentLayer } from '../spec/environment.js';
import { badFindings, badInput, exitStatus } from '../spec/failure.js';
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
  if (parsed.options.force !== true) await refuseToOverwrite(dir, files);
  for (const file of files) await atomicWriteFile(path.join(dir, file.name), file.text);

  printWarnings(findings, context);
  for (const file of files)
    context.stdout.write(`${path.relative(context.cwd, path.join(dir, file.name))}\n`);
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
    .option('--force', 'overwrite files that are there')
    .addHelpText(
      'after',
      `
Examples:
  tmpfsroot-wizard init -C robot --release 44 --disk nvme0n1
  tmpfsroot-wizard init --disk sda,sdb --docker-disk sdb --docker-size rest
  tmpfsroot-wizard init -C counter --preset kiosk --disk sda`,
    );
}

async function refuseToOverwrite(dir: string, files: readonly { name: string }[]): Promise<void> {
  const present: string[] = [];
  for (const { name } of files) {
    if ((await stat(path.join(dir, name)).catch(() => null)) !== null) present.push(name);
  }
  if (present.length === 0) return;
  throw badInput({
    what: `There is a project already: ${present.map((name) => `\`${name}\``).join(', ')}.`,
    where: dir,
    why: 'Nothing was written.',
    remedy: 'Choose an empty folder with `-C DIR`, or overwrite them with `tmpfsroot-wizard init --force`.',
  });
}
