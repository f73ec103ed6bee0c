import { setAt } from './field-path.js';
import type { Fix } from './finding.js';
import type { ImageSpec } from './image-spec.js';
import { formatMiB } from './sizes.js';

/** A fix that sets a size in MiB. */
export function sizeFix(path: string, mib: number): Fix {
  return { path, value: mib, text: formatMiB(mib) };
}

/** A fix that sets one value, which is shown as it is. */
export function valueFix(path: string, value: string | number): Fix {
  return { path, value, text: String(value) };
}

/** A fix that sets a list. */
export function listFix(path: string, value: readonly string[]): Fix {
  return { path, value, text: value.length === 0 ? 'none' : value.join(', ') };
}

/** The spec with a fix taken. */
export function applyFix(spec: ImageSpec, { path, value }: Fix): ImageSpec {
  return setAt(spec as unknown as Record<string, unknown>, path, value) as unknown as ImageSpec;
}
