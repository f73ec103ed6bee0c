import { documentToSpec, specToDocument } from '../spec/document.js';
import type { ImageSpec } from '../spec/image-spec.js';
import type { ProjectFile } from '../spec/schema.js';
import type { Layer } from '../spec/sources.js';

/** Version of the form of a preset's file; raised when an older program could misread a newer file. */
export const presetVersion = 1;

/** A named spec, to start an image from. */
export interface Preset {
  /** See `presetNameProblem`. */
  name: string;
  /** Its first line says what it is for, the others why it is as it is. */
  description: string;
  /** As in a project file, free of findings (`checkDocument`); `packages` holds the whole list. */
  document: ProjectFile;
}

/** A spec as a preset. Engine and folder for packages and stages stay out: they belong to a machine, not to an image. */
export function presetOf(name: string, description: string, spec: ImageSpec): Preset {
  const document = structuredClone(
    specToDocument({ ...spec, engine: { use: 'auto', image: null }, cacheDir: null }),
  );
  // The first disk is the main one by default, also of other disks that are laid over the preset.
  if (spec.disks.main === spec.disks.devices[0]) delete document.disks?.main;
  return { name, description, document };
}

/** The spec that a preset means. `folderName` names the image where the preset does not. */
export function specOfPreset(preset: Preset, folderName?: string): ImageSpec {
  return documentToSpec(preset.document, folderName);
}

/** A preset as a source of a spec's fields, which loses to all others but the defaults. */
export function presetLayer(preset: Preset): Layer {
  return { document: preset.document, where: () => `preset ${preset.name}` };
}

/** Whether it holds hashes of passwords: then it is not for everybody. */
export function hasHashes({ document }: Preset): boolean {
  const { rootPasswordHash, users = [] } = document.system ?? {};
  return [rootPasswordHash, ...users.map(({ passwordHash }) => passwordHash)].some(
    (hash) => typeof hash === 'string',
  );
}
