import type { ImageSpec } from '../../config/image-spec.js';
import type { BuildVerdict } from '../../doctor/build-verdict.js';
import type { ResultFacts, ScreenId } from '../model/state.js';

/** What was announced already: it is not said twice. */
export interface Announced {
  /** Screens whose answers were explained. */
  screens: Set<ScreenId>;
  /** The spec of the last review. */
  spec: ImageSpec | null;
  result: ResultFacts | null;
  /** Whether this machine can build. */
  verdict: BuildVerdict | null;
}

export function nothingAnnounced(): Announced {
  return { screens: new Set(), spec: null, result: null, verdict: null };
}
