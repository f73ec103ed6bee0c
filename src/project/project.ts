import type { Finding } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import type { ProjectParts } from './project-parts.js';

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
  /** `cacheDir` is absolute in it, where it is not null. */
  spec: ImageSpec;
  packages: readonly PackageLine[];
  /** Warnings; errors are thrown. */
  findings: readonly Finding[];
  /** What the folder has beside; only where the project was opened to be built. */
  parts?: ProjectParts;
}

/** Name of the project file in the project's folder. */
export const projectFileName = 'tmpfsroot.json';
export const packagesListName = 'packages.list';
export const lockName = 'rpms.lock';
