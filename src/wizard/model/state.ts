import type { Failure } from '../../base/failure.js';
import type { Finding } from '../../base/finding.js';
import type { PlanLine } from '../../build/plan.js';
import type { RunResult } from '../../build/run-image.js';
import type { KeyPerson } from '../../config/fields/key-person.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { ProjectFile } from '../../config/schema.js';
import type { BlockDisk } from '../../doctor/block-devices.js';
import type { BuildVerdict } from '../../doctor/build-verdict.js';
import type { DiagnosisText } from '../../doctor/diagnosis.js';
import type { OwnKey } from '../../doctor/ssh-keys.js';
import type { FlashDisk } from '../../flash/flash-disk.js';
import type { FolderContent } from '../../project/folder/folder-content.js';
import type { FolderFacts } from '../../project/folder/recognise-folder.js';
import type { AddedGroups } from '../../project/packages/edit-packages-list.js';
import type { FileDigests, ReplacedFile } from '../../project/write/write-permit.js';
import type { PackageGroups } from '../../rpm/groups/package-groups.js';
import type { ReleaseChoice } from '../../rpm/repositories/release-service.js';
import type { Interruption } from '../../run/run-report.js';
import type { Search } from '../packages/search.js';
import type { OfferedDisk, Request, RunRequest, WriteRequest } from './request.js';
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
  /** What it says of keys, which only the screens have. */
  keys?: string;
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
  /** The device that it assumes; empty where that is not known. */
  hardware: string;
  kind: 'shipped' | 'own';
  /** Why it cannot be used, or null. */
  broken: string | null;
}

/** The preset that a spec began with. */
export interface PresetOrigin {
  /** As `--preset` takes it: a name, or the absolute path of a file. */
  word: string;
  /** What it says of every image that begins with it. */
  document: ProjectFile;
}

/** What is known of the repositories' packages. */
export interface PackageFacts {
  state: 'absent' | 'loading' | 'ready' | 'failed';
  /** Why the repositories could not be read, in one sentence; names that were kept may be there all the same. */
  message: string | null;
  search: Search | null;
  /** Groups of the repositories; null: not read yet, or the repositories cannot be read. */
  groups: PackageGroups | null;
  /** Why a package of the lock is there, for the detail line; empty without a lock. */
  why: ReadonlyMap<string, string>;
  /** Installed size of the whole lock in MiB with the lines that it is of, or null: no lock that matches. */
  locked: { mebibytes: number; lines: readonly string[] } | null;
}

/** What a run of the project in the folder would do, a line each. */
export interface PlanFacts {
  lines: readonly PlanLine[];
}

/** What this machine has and lacks. */
export interface DoctorFacts extends DiagnosisText {
  /** The command that gets what is missing, or null: nothing is, or nobody knows how. */
  install: string | null;
}

/** What the last run came to. */
export type ResultFacts =
  /**
   * `currentSince`: nothing had to be built, as the image of that time is what a build would give, which was found out
   * at `checkedAt`.
   */
  | { kind: 'done'; result: RunResult; currentSince?: Date; checkedAt?: Date }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'interrupted'; at: Interruption | null };

/** Id of the text that is typed unseen; it never goes into a draft or into the history. */
export const secretText = 'secret';

/** What lies over the screen and takes the keys. */
/** What is typed of a preset: the name that the spec is kept under, or what becomes of an own one. */
export type PresetQuestion =
  | { kind: 'save'; name: EditedText; exists: boolean }
  | { kind: 'rename' | 'describe'; preset: string; text: EditedText };

export type Overlay =
  /** `over`: the question that it explains; null: the screen. */
  | { kind: 'help'; top: number; over: PresetQuestion | null }
  /** The command that does the same. */
  | { kind: 'command'; top: number }
  | { kind: 'doctor'; top: number }
  | { kind: 'leave' }
  | PresetQuestion
  | { kind: 'delete'; preset: string }
  | { kind: 'disks'; source: EditedText }
  /**
   * Disks that were read, and the names of those that cannot be used; `chosen` by the kernel's names, the main one first.
   * `naming`: how the spec is to name them.
   */
  | {
      kind: 'pick';
      disks: readonly BlockDisk[];
      leftOut: readonly string[];
      memoryMiB: number | null;
      chosen: readonly string[];
      naming: 'lasting' | 'kernel';
      index: number;
    }
  /** Values of a field. `field` by its id; `caret`: where it stood in the field. */
  | { kind: 'list'; field: string; caret: number; query: EditedText; index: number }
  /** Public keys for a field. `own`: those of ~/.ssh, null: they are being looked for. */
  | {
      kind: 'keys';
      field: string;
      query: EditedText;
      index: number;
      own: { keys: readonly OwnKey[]; leftOut: readonly string[] } | null;
    }
  /** Whether the keys of a person are to be fetched over the network. */
  | { kind: 'fetch'; field: string; person: KeyPerson; url: string }
  | { kind: 'sets'; index: number }
  /** Disks that an artefact can be written to; `file` relative to output/. */
  | { kind: 'flash'; file: string; disks: readonly OfferedDisk[]; index: number }
  /** The chosen one, whose name is typed. */
  | { kind: 'flash-name'; file: string; disk: FlashDisk; typed: EditedText }
  /** The log of a run. `left`: columns that are out of sight; `query`: words that are being typed, null: none. */
  | {
      kind: 'log';
      file: string;
      lines: readonly string[];
      top: number;
      left: number;
      query: EditedText | null;
      sought: string;
    }
  /** Files of a person that a request would replace, with what they hold. */
  | {
      kind: 'replace';
      files: readonly ReplacedFile[];
      digests: FileDigests;
      request: WriteRequest | RunRequest;
      top: number;
    };

/** How far a text can be scrolled, which only the view knows: it depends on how the text was broken into lines. */
export interface ScrollLimit {
  /** What was drawn. */
  of: ScreenId | Overlay['kind'];
  /** The last row that can have the focus, or stand at the top. */
  last: number;
}

export interface Snapshot {
  spec: ImageSpec;
  texts: Readonly<Record<string, string>>;
  screen: ScreenId;
  focus: Readonly<Partial<Record<ScreenId, number>>>;
  isOfFolder: boolean;
  origin: PresetOrigin | null;
}

export interface WizardState {
  /** Absolute path of the project's folder. */
  dir: string;
  today: Date;
  size: { columns: number; rows: number };
  /** The mouse is ours, and not the terminal's. */
  hasMouse: boolean;
  screen: ScreenId;
  /** The screen was opened from the review, where Enter and Escape lead back to. */
  isVisit: boolean;
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
  /** The password that is being typed is to be seen. */
  showsSecret: boolean;
  /** Words in the search line of a long list, or null when nobody searches. */
  query: EditedText | null;
  /** Row of the list that had the focus when the search began. */
  searchedFrom: number;
  overlay: Overlay | null;
  /** The packages' screen lists what the lock holds, and not only what is named. */
  showsLocked: boolean;
  /** How far the text that was drawn last can be scrolled; null: none was drawn yet. */
  scrollLimit: ScrollLimit | null;
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
  /** The preset that the spec began with; null: none. */
  origin: PresetOrigin | null;
  /** What the files of the folder say, or null: there is no project, or it cannot be read. */
  onDisk: ImageSpec | null;
  /** Drafts of this folder that were left, and that the spec does not go on from; the newest first. */
  left: readonly LeftDraft[];
  releases: readonly ReleaseChoice[];
  presets: readonly PresetFacts[];
  packages: PackageFacts;
  /** Groups that were added to the packages, for the comments in packages.list. */
  addedGroups: AddedGroups;
  plan: PlanFacts | null;
  /** What the folder brings into every image that is built here; nothing where it cannot be read. */
  content: FolderContent;
  result: ResultFacts | null;
  /** The run that came to it; null: none. */
  ran: RunRequest | null;
  /** Null: not looked yet. */
  doctor: DoctorFacts | null;
  /** Whether this machine can build, and by what; null: not known yet. */
  verdict: BuildVerdict | null;
  /** The spec of the last build in this folder, or null. */
  lastBuilt: ImageSpec | null;
  requests: readonly (Request & { id: number })[];
  /** Number of the next request. */
  nextRequest: number;
}

/** Asks the world outside for something. */
export function ask(state: WizardState, request: Request): WizardState {
  return {
    ...state,
    requests: [...state.requests, { ...request, id: state.nextRequest }],
    nextRequest: state.nextRequest + 1,
  };
}
