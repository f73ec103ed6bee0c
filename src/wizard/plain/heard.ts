import type { ImageSpec } from '../../spec/image-spec.js';
import type { ResultFacts, ScreenId } from '../state.js';

/** What a person has heard already: it is not said twice. */
export interface Heard {
  /** Screens whose answers were explained. */
  screens: Set<ScreenId>;
  /** The spec of the last review. */
  spec: ImageSpec | null;
  result: ResultFacts | null;
}

export function nothingHeard(): Heard {
  return { screens: new Set(), spec: null, result: null };
}
