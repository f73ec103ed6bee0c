import path from 'node:path';
import { exitStatus, Failure } from '../../base/failure.js';
import { setAt } from '../../base/field-path.js';
import type { Fix } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { printText } from '../../base/print-text.js';
import { wrapText } from '../../base/text/cut.js';
import { textWidth } from '../../base/text/width.js';
import { planLines, planRun } from '../../build/plan.js';
import { runImage } from '../../build/run-image.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { Layer } from '../../config/layers/layers.js';
import { diskFormatOf } from '../../config/outputs.js';
import { findVerdict } from '../../doctor/build-verdict.js';
import { diagnose } from '../../doctor/diagnosis.js';
import { installMissing } from '../../doctor/install-programs.js';
import { createNativeEngine } from '../../engine/native/native.js';
import { openFlashImage } from '../../flash/flash-image.js';
import { flashedText, writeToDisk } from '../../flash/write-to-disk.js';
import { openProject, readWholeSpec } from '../../project/folder/open-project.js';
import { recogniseFolder } from '../../project/folder/recognise-folder.js';
import { digestsOf, readContents } from '../../project/write/plan-project.js';
import type { WritePermit } from '../../project/write/write-permit.js';
import { type WrittenProject, writeProject } from '../../project/write/write-project.js';
import type { Interruption } from '../../run/run-report.js';
import type { TreeDisplay } from '../../run/tree-renderer.js';
import { bootImage, usualBoot } from '../../vm/boot-image.js';
import type { NewFacts } from '../model/events.js';
import type { Request, RunRequest } from '../model/request.js';
import type { Notice } from '../model/state.js';
import { cutPowerOf } from './cut-power.js';
import type { Ports } from './ports.js';

/** What became of work that had the terminal for itself. */
export type RunOutcome<T> =
  | { kind: 'done'; value: T }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'interrupted'; at: Interruption | null };

/** How work has the terminal for itself. */
export interface Foreground {
  /** @param stopText what Ctrl-C does, where it does not keep what is done */
  run<T>(work: Work<T>, ports: Ports, stopText?: string): Promise<RunOutcome<T>>;
}

/** @param display what a person changes of the task tree, or null: progress goes to plain lines */
type Work<T> = (signal: AbortSignal, display: TreeDisplay | null) => Promise<T>;

/**
 * Work that writes on the terminal itself; the screens must be closed.
 * @param shown what the screens say
 * @param permit what may be done with files that are there
 * @param foreground what is drawn meanwhile, and who takes the keys
 * @returns what is new for the screens
 * @throws Failure when a boot or an installation of programs fails
 */
export async function runInForeground(
  ports: Ports,
  request: Request,
  shown: ImageSpec,
  permit: WritePermit,
  foreground: Foreground,
): Promise<NewFacts> {
  switch (request.type) {
    case 'run':
      return await build(ports, request, { shown, permit }, foreground);
    case 'boot':
      return await boot(ports);
    case 'powercut':
      return await powercut(ports, request, foreground);
    case 'flash':
      return await flash(ports, request, foreground);
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
  const startedAt = new Date();
  const outcome = await foreground.run(async (signal, display) => {
    if (spec !== null) written = await writeProject(dir, spec, permit);
    for (const name of written?.kept ?? []) printText(stderr, `Kept: ${name}\n`);
    // What the screens say wins over the seed's variables, or another image than the one shown would be built.
    const project = await openProject({ dir, for: 'build', ...flags, ...(spec === null ? { env } : {}) });
    const plan = planLines(await planRun(project, { env }), relock);
    printText(stderr, `${plan.flatMap((line) => wholeWords(line, stderr.columns)).join('\n')}\n\n`);
    return await runImage({
      project,
      lock: relock ? 'renew' : 'when-needed',
      context: { stdout, stderr, env, signal },
      ...(display === null ? { plain: true } : { display }),
    });
  }, ports);
  const result =
    outcome.kind === 'done'
      ? ({ kind: 'done', result: outcome.value, ...(await currentSince(dir, startedAt)) } as const)
      : outcome;
  // The compiler does not see what the work above did.
  const done = written as WrittenProject | null;
  if (done !== null) {
    const text = t`Kept: ${done.kept.join(', ')}.`;
    const told = done.kept.length === 0 ? {} : { notice: { level: 'info', text } as const };
    return { result, ran: request, saved: shown, digests: done.digests, ...told };
  }
  // It could not be written: all of it is still to be lost.
  if (spec !== null) return { result, ran: request };
  const read = digestsOf(await readContents(dir));
  const { spec: built } = await readWholeSpec(dir, env, today);
  return { result, ran: request, saved: { ...built, packages: built.packages ?? [] }, digests: read };
}

/** The record of a build is written only where it says something else. */
async function currentSince(
  dir: string,
  startedAt: Date,
): Promise<{ currentSince?: Date; checkedAt?: Date }> {
  const { lastBuild } = await recogniseFolder(dir);
  if (lastBuild === null || lastBuild.time >= startedAt) return {};
  return { currentSince: lastBuild.time, checkedAt: new Date() };
}

function layerOf({ path, value, text }: Fix): Layer {
  return { document: setAt({}, path, value), where: () => text };
}

/** A disk image if there is one; else the installer is tried out on an empty disk. */
async function boot({ dir, env, stdin, stdout, stderr, signal }: Ports): Promise<NewFacts> {
  const { lastBuild } = await recogniseFolder(dir);
  const kinds = lastBuild?.artefacts.filter(({ present }) => present).map(({ kind }) => kind) ?? [];
  const hasDisk = kinds.some((kind) => diskFormatOf(kind) !== null);
  const iso = !hasDisk && kinds.includes('iso');
  const network = !hasDisk && !iso && kinds.includes('pxe');
  try {
    await bootImage({ ...usualBoot, iso, network }, dir, { cwd: dir, env, stdin, stdout, stderr, signal });
  } catch (error) {
    // An installation that is left in the middle is one that somebody has seen enough of.
    if (!(error instanceof Failure) || error.exitStatus !== exitStatus.interrupted) throw error;
  }
  return { notice: { level: 'info', text: t`The machine is off. Its disk is kept in output/vm.` } };
}

/** The power-cut lab on a raw disk image. */
async function powercut(
  ports: Ports,
  { file }: Extract<Request, { type: 'powercut' }>,
  foreground: Foreground,
): Promise<NewFacts> {
  const { dir, env, stdout, stderr } = ports;
  const work: Work<Notice> = (signal, display) =>
    cutPowerOf(path.join(dir, 'output', file), {
      context: { stdout, stderr, env, signal },
      ...(display === null ? { plain: true } : { display }),
    });
  const outcome = await foreground.run(work, ports);
  if (outcome.kind === 'failed') throw outcome.failure;
  if (outcome.kind === 'done') return { notice: outcome.value };
  return { notice: { level: 'info', text: t`Interrupted. The same key goes on.` } };
}

/** Writes an artefact to the disk whose name was typed. What an interruption leaves there is told in any case. */
async function flash(
  ports: Ports,
  { file, disk }: Extract<Request, { type: 'flash' }>,
  foreground: Foreground,
): Promise<NewFacts> {
  const { dir, env, stdout, stderr } = ports;
  const work: Work<Notice> = async (signal, display) => {
    const order = { image: await openFlashImage(path.join(dir, 'output', file)), disk, isForced: false };
    const shown = display === null ? { plain: true } : { display };
    try {
      const report = await writeToDisk(order, { context: { stdout, stderr, env, signal }, ...shown });
      return { level: 'info', text: flashedText(order, report) };
    } catch (error) {
      if (!(error instanceof Failure) || error.exitStatus !== exitStatus.interrupted) throw error;
      const { what, remedy } = error.facts;
      if (remedy === undefined) throw error;
      // Nobody comes back to a screen that could say it.
      if (ports.signal.aborted) printText(stderr, `${what}\n`);
      return { level: 'warning', text: `${what} ${remedy}` };
    }
  };
  const outcome = await foreground.run(work, ports, t`Ctrl-C stops; the disk then holds half of an image.`);
  if (outcome.kind === 'failed') throw outcome.failure;
  if (outcome.kind === 'done') return { notice: outcome.value };
  return { notice: { level: 'info', text: t`Interrupted. Nothing was written to the disk.` } };
}

/** Installs what the doctor found missing. */
async function install(ports: Ports, foreground: Foreground): Promise<NewFacts> {
  const { env, stdout } = ports;
  const outcome = await foreground.run(async (signal) => {
    const diagnosis = await diagnose(createNativeEngine(), { env, signal });
    await installMissing(diagnosis, { signal, onLine: (line) => printText(stdout, `${line}\r\n`) });
  }, ports);
  if (outcome.kind === 'failed') throw outcome.failure;
  const text = outcome.kind === 'done' ? t`Installed.` : t`The installation was interrupted.`;
  const verdict = await findVerdict(createNativeEngine(), env);
  return { verdict, notice: { level: 'info', text } };
}

/** A line as it is where it fits, else broken between words. */
function wholeWords(line: string, columns: number): string[] {
  return textWidth(line) < columns ? [line] : wrapText(line, columns - 1);
}
