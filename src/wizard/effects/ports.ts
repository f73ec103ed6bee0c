import type { DraftStore } from '../../presets/drafts.js';
import type { PresetStore } from '../../presets/preset-store.js';
import type { WizardEvent } from '../model/events.js';

/** A terminal, and what else the wizard is given of the world. */
export interface WizardContext {
  /** Absolute path of the folder in which the program was started. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
  signal: AbortSignal;
}

export interface WizardRequest {
  /** Absolute path of the project's folder. */
  dir: string;
  /** Name or file of a preset to begin with, or null. */
  preset: string | null;
}

/** What the wizard's side effects are given of the world. */
export interface Ports {
  /** Absolute path of the project's folder. */
  dir: string;
  /** Where the program was started: what a person names is named from there. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  /** Aborted when the wizard ends. */
  signal: AbortSignal;
  presets: PresetStore;
  drafts: DraftStore;
  today: Date;
  dispatch(event: WizardEvent): void;
}
