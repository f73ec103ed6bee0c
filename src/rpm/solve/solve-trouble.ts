import type { Reason } from '../../base/failure-cause.js';

/** The one version of a package that may be taken. */
export interface Pin {
  name: string;
  /** null: any. */
  epoch: number | null;
  version: string;
  release: string;
  /** null: any. */
  arch: string | null;
}

/** Why there is no solution; every solver program answers with these. */
export type SolveTrouble =
  | { kind: 'no-library'; reason: string }
  | { kind: 'cache'; path: string; reason: string }
  | ({ kind: 'repository' | 'metadata-digest'; id: string; failures: MirrorFailure[] } & Reason)
  | { kind: 'malformed'; id: string; reason: string }
  | { kind: 'missing'; missing: MissingSpec[]; names: string[] }
  | { kind: 'pins-gone'; pins: { pin: Pin; available: string[] }[] }
  | { kind: 'broken'; problems: string[][]; specs: string[]; pinned: string[] }
  | { kind: 'no-sha256'; package: string; repository: string; digest: string };

export interface MirrorFailure extends Reason {
  url: string;
}

export interface MissingSpec {
  spec: string;
  /** It is there, and an exclude hides it. */
  excluded: boolean;
  /** Versions of that name that there are. */
  available: string[];
}
