import { createNativeEngine } from '../../engine/native.js';
import { bootImage, usualBoot } from '../../pipeline/boot-image.js';
import { diagnose } from '../../pipeline/diagnosis.js';
import { installMissing } from '../../pipeline/install-programs.js';
import { planRun } from '../../pipeline/plan-run.js';
import { planLines } from '../../pipeline/plan-text.js';
import { runImage } from '../../pipeline/run-image.js';
import type { TreeDisplay } from '../../pipeline/tree-renderer.js';
import { openProject } from '../../project/open-project.js';
import { digestsOf, readContents } from '../../project/plan-project.js';
import { readWholeSpec } from '../../project/read-whole-spec.js';
import { recogniseFolder } from '../../project/recognise-folder.js';
import type { WritePermit } from '../../project/write-permit.js';
import { type WrittenProject, writeProject } from '../../project/write-project.js';
import { exitStatus, Failure } from '../../spec/failure.js';
import { setAt } from '../../spec/field-path.js';
import type { Fix } from '../../spec/finding.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import type { Layer } from '../../spec/sources.js';
import type { NewFacts } from '../events.js';
import { type RunOutcome, runOnTerminal } from '../run/run-screen.js';
import type { Request, RunRequest } from '../state.js';
import { widthOf, wrapText } from '../view/lines.js';
import type { Ports } from './ports.js';

/** How work has the terminal for itself. */
export interface Foreground {
  /** @param display what a person changes of the task tree, or null: progress goes to plain lines */
  run<T>(
    work: (signal: AbortSignal, display: TreeDisplay | null) => Promise<T>,
    ports: Ports,
  ): Promise<RunOutcome<T>>;
}

/**
 * Work that writes on the terminal itself; the screens must be closed.
 * @param shown what the screens say
 * @param permit what may be done with files that are there
 * @param foreground keys and a task tree, if absent
 * @returns what is new for the screens
 * @throws Failure when a boot or an installation of programs fails
 */
export async function runInForeground(
  ports: Ports,
  request: Request,
  shown: ImageSpec,
  permit: WritePermit,
  foreground: Foreground = { run: runOnTerminal },
): Promise<NewFacts> {
  switch (request.type) {
    case 'run':
      return await build(ports, request, { shown, permit }, foreground);
    case 'boot':
      return await boot(ports);
    case 'install-programs':
      return await install(ports, foreground);
    default:
      return {};
  }
}

/** Writes, locks and builds. */
async function build(
  ports: Ports,
  request: RunRequest,
  { shown, permit }: { shown: ImageSpec; permit: WritePermit },
  foreground: Foreground,
): Promise<NewFacts> {
  const { dir, env, stdout, stderr, today } = ports;
  const { spec, relock, given } = request;
  const flags = given === undefined ? {} : { flags: layerOf(given) };
  let written: WrittenProject | null = null;
  const outcome = await foreground.run(async (signal, display) => {
    if (spec !== null) written = await writeProject(dir, spec, permit);
    for (const name of written?.kept ?? []) stderr.write(`Kept: ${name}\n`);
    // What the screens say wins over the seed's variables, or another image than the one shown would be built.
    const project = await openProject({ dir, for: 'build', ...flags, ...(spec === null ? { env } : {}) });
    const plan = planLines(await planRun(project, { env }), relock);
    stderr.write(`${plan.flatMap((line) => wholeWords(line, stderr.columns)).join('\n')}\n\n`);
    return await runImage({
      project,
      lock: relock ? 'renew' : 'when-needed',
      context: { stdout, stderr, env, signal },
      ...(display === null ? { plain: true } : { display }),
    });
  }, ports);
  const result = outcome.kind === 'done' ? ({ kind: 'done', result: outcome.value } as const) : outcome;
  // The compiler does not see what the work above did.
  const done = written as WrittenProject | null;
  if (done !== null) {
    const text = `Kept: ${done.kept.join(', ')}.`;
    const told = done.kept.length === 0 ? {} : { notice: { level: 'info', text } as const };
    return { result, ran: request, saved: shown, digests: done.digests, ...told };
  }
  // It could not be written: all of it is still to be lost.
  if (spec !== null) return { result, ran: request };
  const read = digestsOf(await readContents(dir));
  const { spec: built } = await readWholeSpec(dir, env, today);
  return { result, ran: request, saved: { ...built, packages: built.packages ?? [] }, digests: read };
}

function layerOf({ path, value, text }: Fix): Layer {
  return { document: setAt({}, path, value), where: () => text };
}

/** A disk image if there is one; else the installer is tried out on an empty disk. */
async function boot({ dir, env, stdin, stdout, stderr, signal }: Ports): Promise<NewFacts> {
  const { lastBuild } = await recogniseFolder(dir);
  const kinds = lastBuild?.artefacts.filter(({ present }) => present).map(({ kind }) => kind) ?? [];
  const hasDisk = kinds.includes('raw') || kinds.includes('qcow2');
  const iso = !hasDisk && kinds.includes('iso');
  const network = !hasDisk && !iso && kinds.includes('pxe');
  try {
    await bootImage({ ...usualBoot, iso, network }, dir, { cwd: dir, env, stdin, stdout, stderr, signal });
  } catch (error) {
    // An installation that is left in the middle is one that somebody has seen enough of.
    if (!(error instanceof Failure) || error.exitStatus !== exitStatus.interrupted) throw error;
  }
  return { notice: { level: 'info', text: 'The machine is off. What it wrote is kept in output/vm.' } };
}

/** Installs what the doctor found missing. */
async function install(ports: Ports, foreground: Foreground): Promise<NewFacts> {
  const { env, stdout } = ports;
  const outcome = await foreground.run(async (signal) => {
    const diagnosis = await diagnose(createNativeEngine(), { env, signal });
    await installMissing(diagnosis, { signal, onLine: (line) => stdout.write(`${line}\r\n`) });
  }, ports);
  if (outcome.kind === 'failed') throw outcome.failure;
  const text = outcome.kind === 'done' ? 'Installed.' : 'The installation was interrupted.';
  return { notice: { level: 'info', text } };
}

/** A line as it is where it fits, else broken between words. */
function wholeWords(line: string, columns: number): string[] {
  return widthOf(line) < columns ? [line] : wrapText(line, columns - 1);
}
