import { forContentMiB } from '../../spec/device-memory.js';
import { formatMiB } from '../../spec/sizes.js';
import { estimateInstalledMiB } from '../packages/estimate.js';
import type { WizardState } from '../state.js';
import { type Segment, seg } from './lines.js';

/** How the image stands against slot and memory: known once it is locked, a lower bound before. */
export function memoryLine(state: WizardState): Segment[] {
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
  if (known === null) return [seg(`image: size not known before the lock`, 'dim')];
  const rounded = Math.ceil(known);
  const about = locked === null ? 'at least ' : 'about ';
  const tooLargeFor = [
    ...(typeof root === 'number' && rounded > root ? ['the slot'] : []),
    ...(rounded > forRoot ? ['the memory'] : []),
  ];
  const text = `${about}${formatMiB(rounded)} of ${root === 'rest' ? 'rest' : formatMiB(root)} slot, ${formatMiB(forRoot)} memory`;
  // The end of the line is what a narrow terminal has no room for.
  return tooLargeFor.length === 0
    ? [seg(`image ${text}`)]
    : [seg(`image too large for ${tooLargeFor.join(' and ')}: ${text}`, 'warn')];
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
