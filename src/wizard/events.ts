import type { BlockDisk } from '../project/devices.js';
import type { FolderContent } from '../project/folder-content.js';
import type { FolderFacts } from '../project/recognise-folder.js';
import type { ReleaseChoice } from '../project/release-service.js';
import type { FileDigests, ReplacedFile } from '../project/write-permit.js';
import type { ImageSpec } from '../spec/image-spec.js';
import type {
  DoctorFacts,
  LeftDraft,
  Notice,
  PackageFacts,
  PlanFacts,
  PresetFacts,
  ResultFacts,
  RunRequest,
  WriteRequest,
} from './state.js';

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
  left?: readonly LeftDraft[];
  releases?: readonly ReleaseChoice[];
  presets?: readonly PresetFacts[];
  packages?: PackageFacts;
  plan?: PlanFacts | null;
  content?: FolderContent;
  result?: ResultFacts | null;
  ran?: RunRequest;
  doctor?: DoctorFacts | null;
  lastBuilt?: ImageSpec | null;
  /** What the folder holds now is this spec: nothing would be lost. */
  saved?: ImageSpec;
  /** What the files hold that `saved` stands in. */
  digests?: FileDigests;
  onDisk?: ImageSpec | null;
  notice?: Notice | null;
}

/** All that can happen to the wizard. */
export type WizardEvent =
  | { type: 'key'; key: Key }
  | { type: 'paste'; text: string }
  | { type: 'resize'; columns: number; rows: number }
  | { type: 'facts'; facts: NewFacts }
  /**
   * A spec that was read from a preset, a draft or the folder; `isSaved`: the folder holds it already. `basis`: it goes
   * on from files of the folder that held this.
   */
  | {
      type: 'loaded';
      spec: ImageSpec;
      screen: string;
      notice: string | null;
      isSaved: boolean;
      basis?: FileDigests;
      texts?: Record<string, string>;
    }
  /** A request was not carried out, as it would replace a person's files. */
  | {
      type: 'replaces';
      files: readonly ReplacedFile[];
      digests: FileDigests;
      request: WriteRequest | RunRequest;
    }
  /** Disks were read; `leftOut` are those that the installer cannot use, `memoryMiB` is that of the machine, where it is known. */
  | { type: 'disks'; disks: readonly BlockDisk[]; leftOut: readonly string[]; memoryMiB: number | null }
  /** A password came back as its hash. */
  | { type: 'hashed'; field: string; hash: string }
  /** A request was carried out, or was given up. */
  | { type: 'answered'; id: number };
