import type { OutputKind } from '../../config/outputs.js';
import type { Inputs } from '../input.js';
import type { Declared, Deps, Node } from '../stage.js';

/** A leaf of the graph: what it makes goes to `output/`. */
export interface Output extends Node {
  readonly kind: OutputKind;
  /** Paths in `output/`, in the order in which they take their places. */
  readonly files: readonly string[];
  /** One of `files` that lists the digests of all that is in its folder, which comes along as a whole; or null. */
  readonly list: string | null;
}

/** Programs that outputs are made with. */
export const outputTools = [...['mkfs.vfat', 'mcopy', 'sfdisk', 'qemu-img'], ...['zstd', 'b2sum', 'xorriso']];

/** An output whose `make` is bound to what it declares. */
export function output<I extends Inputs, D extends Deps>(
  declared: Declared<I, D, void> & Pick<Output, 'kind' | 'files'> & { list?: string },
): Output {
  return { list: null, ...declared };
}
