import type { ImageSpec, OutputKind } from './image-spec.js';

/** Whether the outputs of a spec need the root tree; and the slot image, or only the tree. */
export function needsOf({ outputs, install }: Pick<ImageSpec, 'outputs' | 'install'>): {
  tree: boolean;
  slot: boolean;
} {
  const byAnaconda = (kind: OutputKind) =>
    install.method === 'anaconda' && (kind === 'iso' || kind === 'pxe');
  const slot = outputs.some((kind) => !byAnaconda(kind));
  return { slot, tree: slot || (outputs.some(byAnaconda) && install.payload === 'liveimg') };
}
