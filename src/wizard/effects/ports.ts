import type { DraftStore } from '../../presets/drafts.js';
import type { PresetStore } from '../../presets/preset-store.js';
import type { WizardEvent } from '../events.js';

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
