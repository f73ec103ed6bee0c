/** Version of the form of rpms.lock. */
export const lockFormat = 1;

export interface LockedRepository {
  id: string;
  /** `sha256:HEX` of repomd.xml at the time of the lock. */
  repomd: string;
  /**
   * Grows with each version of its metadata: `<revision>` of repomd.xml, or where that is not a number, the newest time in it. Seconds
   * since 1970 in almost all repositories. Absent in locks of before, and where repomd.xml has neither.
   */
  revision?: number;
  /** `sha256:HEX` of what the project says of it besides its keys: of another origin, it is another repository. */
  origin?: string;
  /** Full fingerprints of the keys, one of which must have signed each package. */
  keys: string[];
}

export interface LockedPackage {
  name: string;
  epoch: number;
  version: string;
  release: string;
  arch: string;
  /** Id of a {@link LockedRepository}. */
  repo: string;
  /** Path relative to the repository's base URL. */
  location: string;
  /** Hex. */
  sha256: string;
  /** Size of the file in bytes. */
  size: number;
  /** Size when installed, in bytes. */
  installedSize: number;
  /** Name of the source package without `.src.rpm`. */
  source: string;
  /** Id (16 hex digits) of the key that must have signed it, null where the repository has several keys. */
  key: string | null;
  /**
   * `listed`; or the names of packages that need it, at most five, nearest to the list first; or `pinned`, when
   * it came with the seed's plain list and nothing asks for it.
   */
  why: string[];
}

/** What rpms.lock holds: exactly the packages of an image, and what decided them. */
export interface Lock {
  format: typeof lockFormat;
  release: number;
  arch: string;
  /** `sha256:HEX` over every input that decided it; a lock whose inputs changed is not used. */
  inputs: string;
  /** Resolver and its version: `libdnf 0.69.0`. */
  resolver: string;
  repositories: LockedRepository[];
  /** Sorted by name, then arch. */
  packages: LockedPackage[];
}
