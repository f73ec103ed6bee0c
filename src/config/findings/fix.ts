import type { Fix } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { exactSize } from '../fields/sizes.js';

/** A fix that sets a size in MiB. */
export function sizeFix(path: string, mib: number): Fix {
  return { path, value: mib, text: exactSize(mib) };
}

/** A fix that sets one value, which is shown as it is. */
export function valueFix(path: string, value: string | number): Fix {
  return { path, value, text: String(value) };
}

/** A fix that sets a list. */
export function listFix(path: string, value: readonly string[]): Fix {
  return { path, value, text: value.length === 0 ? t`none` : value.join(', ') };
}
