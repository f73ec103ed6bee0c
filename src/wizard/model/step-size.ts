import { getAt, setAt } from '../../base/field-path.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { planDisks } from '../../config/partitions/partition-plan.js';

/**
 * The size at a path, one step larger or smaller: steps grow with the size, so that each is felt and none jumps.
 * @param least MiB below which it does not go; 0 stands for "left out" where that is allowed
 */
export function stepSize(spec: ImageSpec, path: string, by: 1 | -1, least = 1, mayBeZero = false): ImageSpec {
  const value = getAt(spec, path);
  const current = typeof value === 'number' ? value : startOf(spec, path);
  return setAt(
    spec as unknown as Record<string, unknown>,
    path,
    stepped(current, by, least, mayBeZero),
  ) as unknown as ImageSpec;
}

/** MiB one step from `mib`, on a whole multiple of the step. */
export function stepped(mib: number, by: 1 | -1, least: number, mayBeZero: boolean): number {
  if (mib === 0) return by > 0 ? least : 0;
  // Going down from a limit takes the smaller step: 8 GiB less one step is 7.75, not 7.
  const step = stepFor(by > 0 ? mib : mib - 1);
  const next = by > 0 ? (Math.floor(mib / step) + 1) * step : (Math.ceil(mib / step) - 1) * step;
  if (next >= least) return next;
  if (by < 0 && mayBeZero && mib <= least) return 0;
  return least;
}

function stepFor(mib: number): number {
  if (mib < 512) return 16;
  if (mib < 2048) return 128;
  if (mib < 8192) return 256;
  if (mib < 65536) return 1024;
  return 8192;
}

/** Where stepping starts for a size that is not a number. */
function startOf(spec: ImageSpec, path: string): number {
  return path === 'disks.sizeMiB' ? planDisks(spec).smallestMainMiB : 2048;
}
