/**
 * A .deb by name (`@modules-core` and `@modules-extra` are made from the kernel's), or only those of its files whose path (after the move to Fedora's layout)
 * matches.
 */
export type DebSource = string | readonly [deb: string, only: RegExp];

/** A text replacement in one file; a pattern that no longer matches fails the build. */
export interface Edit {
  readonly path: string;
  readonly find: RegExp;
  readonly replace: string;
}

/** Body of a scriptlet; `program` replaces /bin/sh (the body is then empty or Lua). */
export interface Scriptlet {
  readonly when: string;
  readonly body: string;
}

/** One RPM of the test bed: where its files come from and what a spec file says about it. */
export interface RpmPackage {
  readonly name: string;
  readonly debs?: readonly DebSource[];
  /** Source package, for SOURCERPM; the package's own name unless given. */
  readonly source?: string;
  /** Version for packages that come from no .deb. */
  readonly version?: string;
  readonly epoch?: number;
  readonly noarch?: boolean;
  readonly requires?: readonly string[];
  readonly recommends?: readonly string[];
  readonly provides?: readonly string[];
  readonly conflicts?: readonly string[];
  /** Files of the .debs to leave out. */
  readonly drop?: RegExp;
  readonly rename?: Readonly<Record<string, string>>;
  /** Symbolic links to add: path → target. */
  readonly links?: Readonly<Record<string, string>>;
  /** Directories to own: path → mode (octal text, optionally with `user:group`). */
  readonly dirs?: Readonly<Record<string, string>>;
  readonly edits?: readonly Edit[];
  /** Modes (octal text, optionally with `user:group`) that differ from the staged file's. */
  readonly modes?: Readonly<Record<string, string>>;
  readonly ghosts?: readonly string[];
  readonly scriptlets?: readonly Scriptlet[];
  /** systemd units that get Fedora's preset scriptlets. */
  readonly units?: readonly string[];
  /** Also built once more with a higher release, for the `updates` repository. */
  readonly updated?: boolean;
  /** Turn rpm's own ELF dependency generator off. */
  readonly plain?: boolean;
}
