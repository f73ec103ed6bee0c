import type { AddedGroups } from '../packages/edit-packages-list.js';

/** SHA-256 of what a file held, by its name; those that were not there are absent. */
export type FileDigests = Readonly<Record<string, string>>;

/** What a person has agreed to for files that are there, by the digests of what they hold. */
export interface WritePermit {
  /** Contents that the spec goes on from: writing it edits them. */
  edits: FileDigests;
  /** Contents that may be replaced by those of another project; each is kept beside the new one. */
  replaces: FileDigests;
  /** Groups whose packages get a comment in packages.list where they are added; none if absent. */
  groups?: AddedGroups;
}

/** Nothing that is there may be replaced. */
export const noPermit: WritePermit = { edits: {}, replaces: {} };

/** A person's file that a write would replace. */
export interface ReplacedFile {
  /** Relative to the project's folder. */
  name: string;
  /** What goes with it, in short phrases. */
  losses: readonly string[];
  /** The spec goes on from an earlier state of it: something else has changed it since. */
  isNewer: boolean;
}
