import type { ImageSpec } from '../../config/image-spec.js';
import type { BlockDisk } from '../../doctor/block-devices.js';
import type { BuildVerdict } from '../../doctor/build-verdict.js';
import type { OwnKey } from '../../doctor/ssh-keys.js';
import type { FolderContent } from '../../project/folder/folder-content.js';
import type { FolderFacts } from '../../project/folder/recognise-folder.js';
import type { AddedGroups } from '../../project/packages/edit-packages-list.js';
import type { FileDigests, ReplacedFile } from '../../project/write/write-permit.js';
import type { ReleaseChoice } from '../../rpm/repositories/release-service.js';
import type { Key } from './key.js';
import type { Command } from './key-table.js';
import type { OfferedDisk, RunRequest, WriteRequest } from './request.js';
import type {
  DoctorFacts,
  LeftDraft,
  Notice,
  PackageFacts,
  PlanFacts,
  PresetFacts,
  PresetOrigin,
  ResultFacts,
  ScrollLimit,
} from './state.js';
import type { Press } from './target.js';

/** What side effects bring in; absent fields stay as they are. */
export interface NewFacts {
  folder?: FolderFacts;
  left?: readonly LeftDraft[];
  releases?: readonly ReleaseChoice[];
  presets?: readonly PresetFacts[];
  /** An own preset has another name now. */
  renamed?: { from: string; to: string };
  /** Name of an own preset that is no more. */
  deleted?: string;
  /** The spec is that of a preset now. */
  origin?: PresetOrigin;
  packages?: PackageFacts;
  addedGroups?: AddedGroups;
  plan?: PlanFacts | null;
  content?: FolderContent;
  result?: ResultFacts | null;
  ran?: RunRequest;
  doctor?: DoctorFacts | null;
  verdict?: BuildVerdict;
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
  /** What a key means, from where there are no keys; nothing where no key would do it now. */
  | { type: 'command'; command: Command }
  | { type: 'paste'; text: string }
  | ({ type: 'press' } & Press)
  /** Steps of the wheel, down where they are positive. */
  | { type: 'scroll'; by: number }
  /** The mouse was drawn over the screen, as if to select text. */
  | { type: 'dragged' }
  | { type: 'resize'; columns: number; rows: number }
  /** A frame of something that is scrolled was drawn. */
  | { type: 'drawn'; scrollLimit: ScrollLimit }
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
      /** What the notice says of keys. */
      keys?: string;
      isSaved: boolean;
      /** It was read to put right what the last run says. */
      forFailure?: boolean;
      basis?: FileDigests;
      origin?: PresetOrigin | null;
      texts?: Record<string, string>;
    }
  /** A log was read. */
  | { type: 'log'; file: string; text: string }
  /** A request was not carried out, as it would replace a person's files. */
  | {
      type: 'replaces';
      files: readonly ReplacedFile[];
      digests: FileDigests;
      request: WriteRequest | RunRequest;
    }
  /** Disks were read; `leftOut` are those that the installer cannot use, `memoryMiB` is that of the machine, where it is known. */
  | { type: 'disks'; disks: readonly BlockDisk[]; leftOut: readonly string[]; memoryMiB: number | null }
  /** Public keys in ~/.ssh. */
  | { type: 'own-keys'; keys: readonly OwnKey[]; leftOut: readonly string[] }
  /** Public keys were read for a field. */
  | { type: 'keys'; field: string; keys: readonly string[]; leftOut: readonly string[] }
  /** Disks that an artefact can be written to. */
  | { type: 'flash-disks'; file: string; disks: readonly OfferedDisk[] }
  /** A password came back as its hash. */
  | { type: 'hashed'; field: string; hash: string }
  /** A request was carried out, or was given up. */
  | { type: 'answered'; id: number };
