import type { Finding } from '../../base/finding.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { ProjectExtras } from './project-extras.js';

/** One entry of packages.list (or of the spec's `packages`). */
export interface PackageLine {
  /** Name, glob or NEVRA, without the leading `-` of an exclude. */
  text: string;
  kind: 'include' | 'exclude';
  /** `packages.list:3` or `packages[3]`, for messages. */
  where: string;
}

/** An image project's folder with the one spec that came out of file, environment and flags. */
export interface Project {
  /** Absolute path. */
  dir: string;
  /** `cacheDir` and `signingKey` are absolute in it, where they are not null. */
  spec: ImageSpec;
  packages: readonly PackageLine[];
  /** Warnings; errors are thrown. */
  findings: readonly Finding[];
  /** What the folder has beside; only where the project was opened to be built. */
  extras?: ProjectExtras;
}

/** A project that was opened to be built. */
export type BuildableProject = Project & {
  extras: ProjectExtras;
  /** Where the value of a field was given, for messages: `ks/ks.root.cfg:7`; the field itself where it is the default. */
  where(path: string): string;
};

/** Name of the project file in the project's folder. */
export const projectFileName = 'tmpfsroot.json';
export const packagesListName = 'packages.list';
export const lockName = 'rpms.lock';
