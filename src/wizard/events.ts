import type { BlockDisk } from '../project/devices.js';
import type { PartLine } from '../project/part-lines.js';
import type { FolderFacts } from '../project/recognise-folder.js';
import type { ReleaseChoice } from '../project/release-service.js';
import type { ImageSpec } from '../spec/image-spec.js';
import type { DoctorFacts, Notice, PackageFacts, PlanFacts, PresetFacts, ResultFacts } from './state.js';

/** One key press, however the terminal sent it. */
export interface Key {
  /** `up`, `enter`, `escape`, `ctrl+c`, `f1`; for a character the character itself. */
  name: string;
  /** What it types; empty for a key that types nothing. */
  text: string;
}

/** What side effects bring in; absent fields stay as they are. */
export interface NewFacts {
  folder?: FolderFacts;
  draft?: string | null;
  releases?: readonly ReleaseChoice[];
  presets?: readonly PresetFacts[];
  packages?: PackageFacts;
  plan?: PlanFacts | null;
  parts?: readonly PartLine[];
  result?: ResultFacts | null;
  doctor?: DoctorFacts | null;
  lastBuilt?: ImageSpec | null;
  /** What the folder holds now is this spec: nothing would be lost. */
  saved?: ImageSpec;
  notice?: Notice | null;
}

/** All that can happen to the wizard. */
export type WizardEvent =
  | { type: 'key'; key: Key }
  | { type: 'paste'; text: string }
  | { type: 'resize'; columns: number; rows: number }
  | { type: 'facts'; facts: NewFacts }
  /** A spec that was read from a preset, a draft or the folder; `isSaved`: the folder holds it already. */
  | {
      type: 'loaded';
      spec: ImageSpec;
      screen: string;
      notice: string | null;
      isSaved: boolean;
      texts?: Record<string, string>;
    }
  /** Disks were read; `memoryMiB` is that of the machine, where it is known. */
  | { type: 'disks'; disks: readonly BlockDisk[]; memoryMiB: number | null }
  /** A password came back as its hash. */
  | { type: 'hashed'; field: string; hash: string }
  /** A request was carried out, or was given up. */
  | { type: 'answered'; id: number };
