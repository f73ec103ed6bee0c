import type { TaskContext } from '../engine/progress.js';
import type { BuildableProject } from '../project/folder/project.js';
import type { Lock } from '../rpm/lock/lock.js';
import type { Digests, Inputs, ValuesOf } from './input.js';

/** All that the inputs of a build are taken from. Only {@link Node.inputs} sees it. */
export interface BuildSource extends Digests {
  project: BuildableProject;
  lock: Lock;
  cacheDir: string;
}

/** Where a stage works, besides where it runs programs. */
export interface Room {
  /** Empty folder for what is made; of an output it stands for `output/`. */
  out: string;
  /** Folder for what nobody needs afterwards. */
  scratch: string;
  /** The stage's own key: hex digits that are another's for every other content. */
  key: string;
}

export interface StageResult<Facts = unknown> {
  /** Folder of what was made; null for a stage whose result is not kept in the store. */
  dir: string | null;
  facts: Facts;
  /** It was there before: nothing was done. */
  reused: boolean;
  /** It was there before, but not as it was made, and was made again. */
  wasDamaged?: true;
}

/** Result of a stage that the store keeps. */
export type KeptResult<Facts = unknown> = StageResult<Facts> & { dir: string };

/**
 * One point of the graph of a build, as data. Its key is the digest of what `inputs` answers, of the versions of
 * `tools` and of the keys of `deps`; `make` gets those inputs and the results of `deps`, and nothing of the project
 * besides: what it does not declare, it cannot read.
 */
export interface Node {
  /** Short name for events, the log and the store: `tree`, `demo.qcow2`. */
  readonly id: string;
  readonly title: string;
  readonly deps: Deps;
  /** Programs of the engine whose versions count. */
  readonly tools: readonly string[];
  inputs(source: BuildSource): Inputs | Promise<Inputs>;
  /** @param room null for a stage that is not kept */
  make(ctx: TaskContext, inputs: unknown, deps: unknown, room: Room | null): Promise<unknown>;
}

/** A point of the graph that others are made of. */
export interface Stage<Result extends StageResult = StageResult> extends Node {
  /** Its result is kept in the store, under its key; else it is asked in each run that needs it. */
  readonly isKept: boolean;
  /** What it says behind its title is told by its result, so that it is asked in every run. */
  readonly isAlwaysAsked: boolean;
  /** What is shown behind the title when it was asked: `unchanged`, `127 packages, 91 MB`. */
  tell(result: Result): string | undefined;
}

/** A part of a stage that counts for another one, where that is less than its whole key. */
export interface PartOf<Result extends StageResult = StageResult> {
  readonly stage: Stage<Result>;
  /** What of it counts. To be narrowed only where it is known that nothing else can make a difference. */
  counts(
    source: BuildSource,
    keyOf: (stage: Stage) => Promise<string>,
  ): Promise<Readonly<Record<string, unknown>>>;
}

export type Dependency<Result extends StageResult = StageResult> = Stage<Result> | PartOf<Result>;
export type Deps = Readonly<Record<string, Dependency>>;

/** What `make` gets of the stages before it, by the names under which it declares them. */
export type ResultsOf<D extends Deps> = {
  readonly [Name in keyof D]: D[Name] extends Stage<infer Result>
    ? Result
    : D[Name] extends PartOf<infer Result>
      ? Result
      : never;
};

/** A node whose `make` is bound to what it declares. */
export interface Declared<I extends Inputs, D extends Deps, Made> {
  id: string;
  title: string;
  deps: D;
  tools: readonly string[];
  inputs(source: BuildSource): I | Promise<I>;
  make(ctx: TaskContext, inputs: ValuesOf<I>, deps: ResultsOf<D>, room: Room): Promise<Made>;
}

/** A stage whose result the store keeps: a folder, and facts that are written as JSON. */
export function keptStage<I extends Inputs, D extends Deps, Facts>(
  declared: Declared<I, D, Facts> & {
    isAlwaysAsked?: boolean;
    tell(result: KeptResult<Facts>): string | undefined;
  },
): Stage<KeptResult<Facts>> {
  return { isAlwaysAsked: false, ...declared, isKept: true };
}

/** A stage that brings what is kept elsewhere, under digests of its own. */
export function fetchStage<I extends Inputs, D extends Deps, Facts>(
  declared: Omit<Declared<I, D, Facts>, 'make'> & {
    make(ctx: TaskContext, inputs: ValuesOf<I>, deps: ResultsOf<D>): Promise<Facts>;
    tell(result: StageResult<Facts>): string | undefined;
  },
): Stage<StageResult<Facts>> {
  return { ...declared, isKept: false, isAlwaysAsked: false };
}
