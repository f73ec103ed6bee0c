import path from 'node:path';
import { cacheFolder } from '../config/cache-folder.js';
import type { Engine } from '../engine/engine.js';
import type { TaskContext } from '../engine/progress.js';
import type { BuildableProject } from '../project/folder/project.js';
import type { Lock } from '../rpm/lock/lock.js';
import { type Artefact, ArtefactRecord } from './artefacts.js';
import { stageOf, stagesBelow, stagesNeeded } from './graph.js';
import { folderDigests, type PreparedNode, prepareNodes } from './keys.js';
import { currentArtefacts } from './outputs/current-artefacts.js';
import type { Output } from './outputs/output.js';
import { outputsOf } from './outputs/outputs.js';
import type { Node, Room, Stage, StageResult } from './stage.js';
import { StageTimes } from './stage-times.js';
import { slotStage } from './stages/slot.js';
import { StageStore } from './store.js';

/** The graph of a build and its places: what is known of it without a lock. */
export interface Build {
  project: BuildableProject;
  /** The leaves of the graph. */
  outputs: readonly Output[];
  /** All that they are made of, each behind those that it is made of itself. */
  stages: readonly Stage[];
  store: StageStore;
  record: ArtefactRecord;
  /** How long earlier runs in this folder took. */
  times: StageTimes;
  cacheDir: string;
  outputDir: string;
}

/** A build with its lock: everything has its key, and what is to be done is known. */
export interface LockedBuild extends Build {
  lock: Lock;
  keyOf(node: Node): string;
  /** Ids of the stages that are made, and of those whose results are read. */
  made: ReadonlySet<string>;
  read: ReadonlySet<string>;
  /** What an earlier run made of an output, where it is still as it was; else null. */
  currentOf(output: Output): readonly Artefact[] | null;
  /** Result of a stage: the one that is there, or what is made now; the same one all through a run. */
  result<Result extends StageResult>(stage: Stage<Result>, ctx: TaskContext): Promise<Result>;
  /** Makes a node of its inputs and of the results of what it is made of, which are made first where they are not there. */
  make(node: Node, ctx: TaskContext, room: Room | null): Promise<unknown>;
  /** Filled by the tasks of the outputs. */
  artefacts: Artefact[];
}

/** Describes the build of a project. Makes no folder and asks for no program. */
export async function describeBuild(
  project: BuildableProject,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Build> {
  const cacheDir = cacheFolder(project.spec, env);
  const outputDir = path.join(project.dir, 'output');
  const record = new ArtefactRecord(outputDir);
  const times = new StageTimes(outputDir);
  await Promise.all([record.load(), times.load()]);
  const outputs = outputsOf(project.spec);
  const stages = stagesBelow(outputs);
  const store = new StageStore(cacheDir);
  return { project, outputs, stages, store, record, times, cacheDir, outputDir };
}

/** Gives a build its lock. Runs no program but to ask for versions, and writes nothing. */
export async function lockBuild(
  build: Build,
  lock: Lock,
  engine: Pick<Engine, 'toolVersions'>,
): Promise<LockedBuild> {
  const { project, store, cacheDir, outputs, stages } = build;
  const source = { project, lock, cacheDir, digestsOf: folderDigests() };
  // The record of a build tells the slot's key, also of one that has no slot.
  const nodes = await prepareNodes([...outputs, slotStage], source, engine);
  const prepared = (node: Node) => nodes.get(node.id) as PreparedNode;
  const keyOf = (node: Node) => prepared(node).key;
  const current = new Map<string, readonly Artefact[] | null>();
  for (const one of outputs) current.set(one.id, await currentArtefacts(build, one, keyOf(one)));
  const currentOf = ({ id }: Output) => current.get(id) ?? null;
  const isThere = (stage: Stage) => stage.isKept && store.has(stage.id, keyOf(stage));
  const needed = stagesNeeded(
    outputs.filter((one) => currentOf(one) === null),
    stages,
    isThere,
  );
  const results = new Map<string, Promise<StageResult>>();
  const result = (stage: Stage, ctx: TaskContext): Promise<StageResult> => {
    const known = results.get(stage.id) ?? obtain(stage, ctx);
    results.set(stage.id, known);
    return known;
  };
  const obtain = async (stage: Stage, ctx: TaskContext): Promise<StageResult> => {
    if (!stage.isKept) return { dir: null, facts: await make(stage, ctx, null), reused: false };
    const key = keyOf(stage);
    return store.ensure(ctx, stage.id, key, (out, scratch) => make(stage, ctx, { out, scratch, key }));
  };
  const make = async (node: Node, ctx: TaskContext, room: Room | null) => {
    const deps: Record<string, StageResult> = {};
    for (const [name, one] of Object.entries(node.deps)) deps[name] = await result(stageOf(one), ctx);
    return node.make(ctx, prepared(node).values, Object.freeze(deps), room);
  };
  return {
    ...build,
    ...needed,
    lock,
    keyOf,
    currentOf,
    result: result as LockedBuild['result'],
    make,
    artefacts: [],
  };
}
