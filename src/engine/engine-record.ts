import type { EngineName } from '../config/engines.js';
import type { Engine, Share } from './engine.js';
import type { TaskContext } from './progress.js';

/** What an engine is opened for. */
export interface EngineRequest {
  /** Fedora's release, which an image of ours has too. */
  release: number;
  /** Image that a person named; null: one of ours. */
  image: string | null;
  /** Nobody asked for this engine: it is the first that works here. */
  isAutomatic: boolean;
  /** Folders that programs work in; a path outside of them need not be there for them. */
  shares: readonly Share[];
  /** One of them, where root trees are made; it need not exist yet. */
  treeFolder: string;
  signal: AbortSignal;
}

/** An engine that can be opened for a request. */
export interface PlannedEngine {
  /** What has to be made first, which takes minutes; null: nothing. `run` answers with what it made, in a word. */
  preparation: { title: string; run(ctx: TaskContext): Promise<string> } | null;
  /** @throws Failure (exit status 3) when it cannot be opened. */
  open(): Promise<Engine>;
}

/** What was found of an engine on this machine. */
export type FoundEngine = UsableEngine | UnusableEngine;

interface SeenEngine {
  name: EngineName;
  usesImage: boolean;
  /** What a person is told of it: "yes, 5.4.2." */
  about: string;
  /** The same for programs; null: there is nothing to tell. */
  facts: object | null;
}

export interface UsableEngine extends SeenEngine {
  works: true;
  plan(request: EngineRequest): Promise<PlannedEngine>;
}

export interface UnusableEngine extends SeenEngine {
  works: false;
  /** Completes a sentence: "is not installed". */
  why: string;
  remedy: string;
}

/** All that the rest of the program knows of an engine before it is open. */
export interface EngineRecord {
  name: EngineName;
  usesImage: boolean;
  /** Looks whether it works on this machine. Never throws. */
  find(env: NodeJS.ProcessEnv): Promise<FoundEngine>;
}
