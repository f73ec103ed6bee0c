import type { ImageSpec } from '../spec/image-spec.js';

/** Whether the outputs of a spec need the root tree; and the slot image, or only the tree. */
export function needsOf({ outputs, install }: Pick<ImageSpec, 'outputs' | 'install'>): {
  tree: boolean;
  slot: boolean;
} {
  const slot = outputs.some((kind) => kind !== 'iso' || install.method === 'image');
  const isAnaconda = outputs.includes('iso') && install.method === 'anaconda';
  return { slot, tree: slot || (isAnaconda && install.payload === 'liveimg') };
}
