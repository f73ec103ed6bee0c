import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { createNativeEngine } from '../engine/native.js';
import { requirePrograms } from '../engine/program-check.js';
import { type Build, buildTasks, openOutputs } from '../pipeline/build.js';
import { buildKeys } from '../pipeline/build-keys.js';
import { recordBuild } from '../pipeline/build-record.js';
import { formatBytes, formatSeconds } from '../pipeline/format.js';
import { runTasks } from '../pipeline/run.js';
import { StageStore } from '../pipeline/stage-store.js';
import { requireBootable } from '../rpm/bootable.js';
import { cacheFolder } from '../rpm/cache-folder.js';
import { readLock } from '../rpm/lock-file.js';
import { requireMatchingLock } from '../rpm/lock-inputs.js';
import { projectRepositories } from '../rpm/repositories.js';
import { exitStatus } from '../spec/failure.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { printWarnings } from './print-warnings.js';
import { addProjectOptions, openProjectFromOptions } from './project-options.js';

/** `build`: makes the outputs of the spec from a lock that matches it. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(buildCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const json = parsed.options.json === true;
  const startedAt = performance.now();
  const project = await openProjectFromOptions(parsed.options, context, 'build');
  if (!json) printWarnings(project.findings, context);
  const lock = await readLock(path.join(project.dir, 'rpms.lock'));
  requireMatchingLock(lock, project, await projectRepositories(project));
  requireBootable(lock, project.spec);
  const engine = createNativeEngine();
  const override = path.join(project.dir, 'root.override');
  const cacheDir = cacheFolder(project.spec, context.env);
  const outputDir = path.join(project.dir, 'output');
  const store = new StageStore(cacheDir);
  await requirePrograms(engine, 'build');
  await store.open();
  const build: Build = {
    project,
    lock,
    keys: await buildKeys(project, lock, override, engine),
    store,
    record: await openOutputs(outputDir),
    override: existsSync(override) ? override : null,
    cacheDir,
    outputDir,
    artefacts: [],
  };
  await runTasks([...buildTasks(build), { id: 'record', title: 'Record', run: () => recordBuild(build) }], {
    context,
    projectDir: project.dir,
    title: 'build',
    json,
  });
  for (const { file, size, sha256 } of build.artefacts) {
    const relative = path.relative(context.cwd, path.join(outputDir, file));
    if (json)
      context.stdout.write(`${JSON.stringify({ event: 'artefact', file: relative, size, sha256 })}\n`);
    else context.stdout.write(`${relative}  ${formatBytes(size)}  sha256:${sha256}\n`);
  }
  if (!json) context.stderr.write(`Built in ${formatSeconds((performance.now() - startedAt) / 1000)}.\n`);
  return exitStatus.done;
};

function buildCommand(): Command {
  return addProjectOptions(
    new Command('build').description('Builds installer and disk image from rpms.lock, into output/.'),
  )
    .option('--json', 'events and results as JSON lines on standard output')
    .addHelpText(
      'after',
      `
Examples:
  tmpfsroot-wizard build
  tmpfsroot-wizard build --output iso --unattended`,
    );
}
