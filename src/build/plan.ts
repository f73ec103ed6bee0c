import { later, sentences, t, translated } from '../base/language/texts.js';
import { padText } from '../base/text/cut.js';
import { formatBytes } from '../base/text/format.js';
import { textWidth } from '../base/text/width.js';
import type { OutputKind } from '../config/outputs.js';
import { createNativeEngine } from '../engine/native/native.js';
import { type ExtrasLine, extrasLines } from '../project/folder/extras-summary.js';
import type { BuildableProject } from '../project/folder/project.js';
import { bringsFiles } from '../project/folder/project-extras.js';
import { missingForBuild } from '../rpm/lock/bootable.js';
import { type LockFile, readReplaceableLock } from '../rpm/lock/lock-file.js';
import { lockMismatch } from '../rpm/lock/lock-inputs.js';
import { projectRepositories } from '../rpm/repositories/repositories.js';
import { describeBuild, type LockedBuild, lockBuild } from './build.js';
import type { BuildContext } from './build-project.js';
import { lockPath } from './lock-project.js';
import { missingPackages } from './missing-packages.js';
import type { Output } from './outputs/output.js';
import { packagesStage } from './stages/packages.js';

/** What there is of a lock before a run. */
export type LockPlan =
  | { state: 'matches'; packages: number }
  /** `reasons` in sentences: what of the inputs was changed, or what the lock lacks. */
  | { state: 'changed'; reasons: readonly string[] }
  | { state: 'absent' };

export interface StagePlan {
  id: string;
  title: string;
  state: 'reused' | 'made';
}

export interface ArtefactPlan {
  kind: OutputKind;
  /** Path in `output/`. */
  file: string;
  state: 'unchanged' | 'made';
  /** Bytes of one that is there; null for one that is to be made. */
  size: number | null;
}

/** What a run would do. For a lock that stays as it is; without one, everything is made. */
export interface RunPlan {
  lock: LockPlan;
  /** Scripts and files of the folder that the image is made of, too. */
  parts: readonly ExtrasLine[];
  /** Packages that are not in the cache yet, and their bytes; null while it is not known which there are. */
  fetch: { packages: number; bytes: number } | null;
  stages: readonly StagePlan[];
  artefacts: readonly ArtefactPlan[];
}

/**
 * Says what a run would do and what it would reuse. Does nothing: no program is run, no repository
 * asked, and nothing written but what is remembered of keys.
 * @throws Failure (exit status 2) for repositories that are not known.
 */
export async function planRun(
  project: BuildableProject,
  { env, engine = createNativeEngine() }: BuildContext,
): Promise<RunPlan> {
  const build = await describeBuild(project, env);
  const found = await readReplaceableLock(lockPath(project), false).catch(() => null);
  const lock = await lockPlan(found, project, build.cacheDir);
  const isUsable = found?.kind === 'lock' && lock.state === 'matches';
  const locked = isUsable ? await lockBuild(build, found.lock, engine) : null;
  return {
    lock,
    parts: await extrasLines(project.extras),
    fetch: locked === null ? null : await fetchPlan(locked),
    stages: build.stages.map(({ id, title }) => ({
      id,
      title,
      state: locked === null || locked.made.has(id) ? 'made' : 'reused',
    })),
    artefacts: build.outputs.flatMap((output) => artefactPlans(output, locked)),
  };
}

function artefactPlans(output: Output, locked: LockedBuild | null): ArtefactPlan[] {
  const current = locked?.currentOf(output) ?? null;
  if (current !== null)
    return current.map(({ kind, file, size }) => ({ kind, file, state: 'unchanged', size }));
  return output.files.map((file) => ({ kind: output.kind, file, state: 'made', size: null }));
}

const nothing = { packages: 0, bytes: 0 };

async function lockPlan(
  found: LockFile | null,
  project: BuildableProject,
  cacheDir: string,
): Promise<LockPlan> {
  if (found === null) return { state: 'absent' };
  if (found.kind === 'plain')
    return { state: 'changed', reasons: [t`It is a plain list, without digests or keys.`] };
  const reasons = [
    ...lockMismatch(found.lock, project, await projectRepositories(project, cacheDir)),
    ...missingForBuild(found.lock, project.spec, { bringsFiles: bringsFiles(project.extras) }).map(
      ({ anyOf, reason }) => t`\`${anyOf[0]}\` is missing: ${translated(reason)}.`,
    ),
  ];
  if (reasons.length > 0) return { state: 'changed', reasons };
  return { state: 'matches', packages: found.lock.packages.length };
}

async function fetchPlan({ made, lock, cacheDir }: LockedBuild): Promise<RunPlan['fetch']> {
  return made.has(packagesStage.id) ? await missingPackages(lock, cacheDir) : nothing;
}

/** One thing that is said of a run that is to come. */
export interface PlanLine {
  /** What becomes of a stage or an artefact; `note`: it is a sentence about the run. */
  kind: 'made' | 'reused' | 'note';
  text: string;
}

/** A run that is still to come has made nothing. */
const stateWords = {
  made: later`to build`,
  reused: later`up to date`,
  unchanged: later`up to date`,
} as const;

/**
 * What a run would do, a line for each thing.
 * @param renews the run asks the repositories for newer packages, even when the lock matches
 */
export function describePlan(
  { lock, parts, fetch, stages, artefacts }: RunPlan,
  renews: boolean,
): PlanLine[] {
  const width = Math.max(
    ...[...stages.map(({ title }) => translated(title)), ...artefacts.map(({ file }) => file)].map(textWidth),
  );
  const note = (text: string): PlanLine => ({ kind: 'note', text });
  const row = (name: string, isMade: boolean, text: string): PlanLine => ({
    kind: isMade ? 'made' : 'reused',
    text: `${padText(name, width)}  ${text}`,
  });
  const toFetch =
    fetch === null || fetch.packages === 0
      ? ''
      : t`, ${fetch.packages} to fetch (${formatBytes(fetch.bytes)})`;
  const lines = [
    note(lockLine(lock, renews)),
    ...parts.map(({ name, text }) => note(`${name}: ${text}`)),
    ...stages.map(({ id, title, state }) =>
      row(
        translated(title),
        state === 'made',
        `${translated(stateWords[state])}${id === 'packages' ? toFetch : ''}`,
      ),
    ),
    ...artefacts.map(({ file, state, size }) =>
      row(
        file,
        state === 'made',
        `${translated(stateWords[state])}${size === null ? '' : `, ${formatBytes(size)}`}`,
      ),
    ),
  ];
  const mayChange = lock.state === 'matches' && renews;
  return mayChange ? [...lines, note(t`If a package changes, all of these are built again.`)] : lines;
}

/** The same as lines without colours. */
export function planLines(plan: RunPlan, renews: boolean): string[] {
  return describePlan(plan, renews).map(({ kind, text }) => (kind === 'note' ? text : `  ${text}`));
}

function lockLine(lock: LockPlan, renews: boolean): string {
  if (lock.state === 'absent') return t`rpms.lock: missing, to be written.`;
  if (lock.state === 'changed') return sentences(t`rpms.lock: to be written again.`, ...lock.reasons);
  const matches = t`rpms.lock: matches its inputs, ${lock.packages} packages`;
  return renews ? t`${matches}; the run looks for newer ones.` : t`${matches}; it is kept.`;
}
