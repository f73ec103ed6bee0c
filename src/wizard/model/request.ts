import type { Fix } from '../../base/finding.js';
import type { KeyPerson } from '../../config/fields/key-person.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { FlashDisk } from '../../flash/flash-disk.js';
import type { Refusal } from '../../flash/judge-disk.js';
import type { FileDigests } from '../../project/write/write-permit.js';

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

/** A disk that can be pulled out, and why the image is not written to it, or null. */
export interface OfferedDisk {
  disk: FlashDisk;
  refusal: Refusal | null;
}

/** Something that the world outside must do; the wizard goes on meanwhile. */
export type Request =
  /** `name` may be a file, as with `--preset`. */
  | { type: 'load-preset'; name: string }
  /** `forFailure`: to put right what the last run says. */
  | { type: 'load-folder'; forFailure: boolean }
  | { type: 'load-draft'; savedAt: string }
  | { type: 'save-preset'; name: string; spec: ImageSpec; overwrite: boolean }
  | { type: 'rename-preset'; from: string; to: string }
  | { type: 'describe-preset'; name: string; description: string }
  | { type: 'delete-preset'; name: string }
  | { type: 'hash-password'; field: string; password: string }
  | { type: 'read-disks'; from: string | null }
  /** Public keys in ~/.ssh. */
  | { type: 'look-for-keys' }
  /** `from` is a file as it was typed, or a person whose keys are fetched, to which the person here has agreed. */
  | { type: 'read-keys'; field: string; from: string | KeyPerson }
  | { type: 'look-for-packages'; spec: ImageSpec }
  /** Somebody may have corrected the folder's files meanwhile. */
  | { type: 'look-at-folder'; spec: ImageSpec }
  | WriteRequest
  | { type: 'copy'; words: readonly string[] }
  | RunRequest
  | { type: 'boot' }
  /** `file`: a raw disk image, relative to output/. */
  | { type: 'powercut'; file: string }
  /** `file`: an artefact, relative to output/. */
  | { type: 'list-flash-disks'; file: string }
  /** The person has typed the disk's name. */
  | { type: 'flash'; file: string; disk: FlashDisk }
  | { type: 'doctor' }
  | { type: 'install-programs' }
  | { type: 'open-folder' }
  /** `file` as the run names it. */
  | { type: 'read-log'; file: string }
  | { type: 'suspend' }
  | { type: 'quit'; status: 'done' | 'interrupted' };
