import { allOf, t } from '../../base/language/texts.js';
import { forContentMiB } from '../../config/device-memory.js';
import { formatMiB } from '../../config/fields/sizes.js';
import { estimateInstalledMiB } from '../packages/estimate.js';
import type { WizardState } from './state.js';

/** How the image stands against slot and memory. */
export interface MemoryText {
  /** `unknown` before the names of the repositories are known. */
  verdict: 'unknown' | 'fits' | 'too large';
  text: string;
}

/** How the image stands against slot and memory: known once it is locked, a lower bound before. */
export function memoryText(state: WizardState): MemoryText {
  const { spec, packages } = state;
  const { root } = spec.partitions.sizes;
  const forRoot = forContentMiB(spec.device);
  const estimate =
    packages.search === null ? null : estimateInstalledMiB(spec.packages ?? [], packages.search);
  const locked =
    packages.locked !== null && isSame(packages.locked.lines, spec.packages ?? [])
      ? packages.locked.mebibytes
      : null;
  const known = locked ?? estimate;
  if (known === null) return { verdict: 'unknown', text: t`image: size known after the first build` };
  const rounded = Math.ceil(known);
  const about = locked === null ? t`at least ${formatMiB(rounded)}` : t`about ${formatMiB(rounded)}`;
  const tooLargeFor = [
    ...(typeof root === 'number' && rounded > root ? [t`the slot`] : []),
    ...(rounded > forRoot ? [t`the memory`] : []),
  ];
  const slot = root === 'rest' ? 'rest' : formatMiB(root);
  const sizes = t`${about} of ${slot} slot, ${formatMiB(forRoot)} memory`;
  // The end of the line is what a narrow terminal has no room for.
  return tooLargeFor.length === 0
    ? { verdict: 'fits', text: t`image ${sizes}` }
    : { verdict: 'too large', text: t`image too large for ${allOf(tooLargeFor)}: ${sizes}` };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
