import { defaultSpec } from '../../src/config/defaults.js';
import type { ImageSpec } from '../../src/config/image-spec.js';

/** The default spec, changed in place by `change`. */
export function specOf(change: (spec: ImageSpec) => void = () => {}): ImageSpec {
  const spec = structuredClone(defaultSpec());
  change(spec);
  return spec;
}
