import type { RunResult } from '../pipeline/run-image.js';
import type { BlockDisk } from '../project/devices.js';
import type { FolderContent } from '../project/folder-content.js';
import type { FolderFacts } from '../project/recognise-folder.js';
import type { ReleaseChoice } from '../project/release-service.js';
import type { FileDigests, ReplacedFile } from '../project/write-permit.js';
import type { Failure } from '../spec/failure.js';
import type { Finding, Fix } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import type { Search } from './packages/search.js';
import type { EditedText } from './text-edit.js';

/** The screens in the order of the walk; `start` before it, `result` behind it. */
export const screenIds = [
  'start',
  'release',
  'packages',
  'disks',
  'sizes',
  'system',
  'outputs',
  'review',
  'result',
] as const;
export type ScreenId = (typeof screenIds)[number];

/** The screens that ask something, in order. */
export const steps = ['release', 'packages', 'disks', 'sizes', 'system', 'outputs', 'review'] as const;

/** Screens that the rows of the review lead to, in its order. */
export const reviewRows: readonly ScreenId[] = steps.filter((screen) => screen !== 'review');

export interface Notice {
  level: 'info' | 'warning' | 'error';
  text: string;
}

/** A draft that was left unfinished. */
export interface LeftDraft {
  /** When it was kept last, ISO 8601: its key. */
  savedAt: string;
  /** Name of its image. */
  name: string;
}

export interface PresetFacts {
  name: string;
  description: string;
  kind: 'shipped' | 'own';
  /** Why it cannot be used, or null. */
  broken: string | null;
}

/** What is known of the repositories' packages. */
export interface PackageFacts {
  state: 'absent' | 'loading' | 'ready' | 'failed';
  /** When failed: why, in one sentence. */
  message: string | null;
  search: Search | null;
  /** Why a package of the lock is there, for the detail line; empty without a lock. */
  why: ReadonlyMap<string, string>;
  /** Installed size of the whole lock in MiB with the lines that it is of, or null: no lock that matches. */
  locked: { mebibytes: number; lines: readonly string[] } | null;
}

/** What a run of the project in the folder would do, a line each. */
export interface PlanFacts {
  lines: readonly { text: string; kind: 'made' | 'reused' | 'note' }[];
}

/** What this machine has and lacks. */
export interface DoctorFacts {
  lines: readonly string[];
  /** The command that gets what is missing, or null: nothing is, or nobody knows how. */
  install: string | null;
}

/** What the last run came to. */
export type ResultFacts =
  | { kind: 'done'; result: RunResult }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'interrupted' };

/** Writes the project's files. `agreed`: contents of files that may be replaced, of which copies are kept. */
export interface WriteRequest {
  type: 'write-project';
  spec: ImageSpec;
  agreed?: FileDigests;
}

/** Writes, locks and builds; without a spec, the project in the folder is built as it is. */
export interface RunRequest {
  type: 'run';
  spec: ImageSpec | null;
  relock: boolean;
  agreed?: FileDigests;
  /** A value that wins over what the files say, as a flag does. */
  given?: Fix;
}

/** Something that the world outside must do; the wizard goes on meanwhile. */
export type Request =
  /** `name` may be a file, as with `--preset`. */
  | { type: 'load-preset'; name: string }
  | { type: 'load-folder' }
  | { type: 'load-draft'; savedAt: string }
  | { type: 'save-preset'; name: string; spec: ImageSpec; overwrite: boolean }
  | { type: 'hash-password'; field: string; password: string }
  | { type: 'read-disks'; from: string | null }
  | { type: 'look-for-packages'; spec: ImageSpec }
  /** Somebody may have mended the folder's files meanwhile. */
  | { type: 'look-at-folder'; spec: ImageSpec }
  | WriteRequest
  | { type: 'copy'; spec: ImageSpec }
  | RunRequest
  | { type: 'boot' }
  | { type: 'doctor' }
  | { type: 'install-programs' }
  | { type: 'open-folder' }
  | { type: 'quit'; status: 'done' | 'interrupted' };

/** Id of the text that is typed unseen; it never goes into a draft or into the history. */
export const secretText = 'secret';

/** What lies over the screen and takes the keys. */
export type Overlay =
  | { kind: 'help'; top: number }
  | { kind: 'doctor'; top: number }
  | { kind: 'leave' }
  | { kind: 'save'; name: EditedText; exists: boolean }
  | { kind: 'disks'; source: EditedText }
  /** Disks that were read, and the names of those that cannot be used; `chosen` by name, the main one first. */
  | {
      kind: 'pick';
      disks: readonly BlockDisk[];
      leftOut: readonly string[];
      memoryMiB: number | null;
      chosen: readonly string[];
      index: number;
    }
  | { kind: 'sets'; index: number }
  /** Files of a person that a request would replace, with what they hold. */
  | {
      kind: 'replace';
      files: readonly ReplacedFile[];
      digests: FileDigests;
      request: WriteRequest | RunRequest;
      top: number;
    };

export interface Snapshot {
  spec: ImageSpec;
  texts: Readonly<Record<string, string>>;
  screen: ScreenId;
  focus: Readonly<Partial<Record<ScreenId, number>>>;
  isOfFolder: boolean;
}

export interface WizardState {
  /** Absolute path of the project's folder. */
  dir: string;
  today: Date;
  size: { columns: number; rows: number };
  screen: ScreenId;
  spec: ImageSpec;
  /** What a new image starts from. */
  fresh: ImageSpec;
  /** What was typed into a field and is not (or not yet) its value, by the field's id. */
  texts: Readonly<Record<string, string>>;
  /** Row of each screen that has the focus. */
  focus: Readonly<Partial<Record<ScreenId, number>>>;
  /** Caret in the field that has the focus. */
  caret: number;
  /**
   * The spec over which is typed in the field with the focus, or null: typing has not begun there, and the first key
   * replaces a size. What stands there between two keys, a name half deleted, must not be taken for a wish.
   */
  typing: ImageSpec | null;
  /** Words in the search line of a long list, or null when nobody searches. */
  query: EditedText | null;
  overlay: Overlay | null;
  /** The packages' screen lists what the lock holds, and not only what is named. */
  showsLocked: boolean;
  past: readonly Snapshot[];
  future: readonly Snapshot[];
  /** Errors and warnings of the spec as it stands. */
  findings: readonly Finding[];
  notice: Notice | null;
  /** A private key is being typed (a terminal that knows no pasting sends it so): what is typed on is dropped. */
  dropsTyped: boolean;
  /** The spec differs from what the folder or a preset holds. */
  unsaved: boolean;
  folder: FolderFacts;
  /** The spec goes on from the files of the folder, as they were when `basis` was read: writing it edits them. */
  isOfFolder: boolean;
  basis: FileDigests;
  /** What the files of the folder say, or null: there is no project, or it cannot be read. */
  onDisk: ImageSpec | null;
  /** Drafts of this folder that were left, and that the spec does not go on from; the newest first. */
  left: readonly LeftDraft[];
  releases: readonly ReleaseChoice[];
  presets: readonly PresetFacts[];
  packages: PackageFacts;
  plan: PlanFacts | null;
  /** What the folder brings into every image that is built here; nothing where it cannot be read. */
  content: FolderContent;
  result: ResultFacts | null;
  /** The run that came to it; null: none. */
  ran: RunRequest | null;
  /** Null: not looked yet. */
  doctor: DoctorFacts | null;
  /** The spec of the last build in this folder, or null. */
  lastBuilt: ImageSpec | null;
  requests: readonly (Request & { id: number })[];
  /** Number of the next request. */
  nextRequest: number;
}
