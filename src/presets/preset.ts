import { t } from '../base/language/texts.js';
import { documentToSpec, specToDocument } from '../config/document.js';
import type { ImageSpec } from '../config/image-spec.js';
import type { Layer } from '../config/layers/layers.js';
import { holdsHashes } from '../config/password-hashes.js';
import type { ProjectFile } from '../config/schema.js';

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

/**
 * A spec as a preset. Engine, signing key and folder for packages and stages stay out: they belong to a machine, not to
 * an image.
 */
export function presetOf(name: string, description: string, spec: ImageSpec): Preset {
  const document = specToDocument({
    ...spec,
    engine: { use: 'auto', image: null },
    signingKey: null,
    cacheDir: null,
  });
  // The first disk is the main one by default, also of other disks that are laid over the preset.
  const { main, ...disks } = document.disks ?? {};
  const isUsual = main === undefined || spec.disks.main === spec.disks.devices[0];
  const shared = { ...document, disks: isUsual ? disks : { ...disks, main } };
  return { name, description, document: structuredClone(withoutNames(shared)) };
}

/** The spec that a preset means for an image of that name. */
export function specOfPreset(preset: Preset, name?: string): ImageSpec {
  return documentToSpec(sharedDocument(preset), name);
}

/** A preset as a source of a spec's fields, which loses to all others but the defaults. */
export function presetLayer(preset: Preset): Layer {
  return { document: sharedDocument(preset), where: () => t`preset ${preset.name}` };
}

/** What a preset says of every image that begins with it. */
export function sharedDocument({ document }: Preset): ProjectFile {
  return withoutNames(document);
}

/** Image and device are called after the folder: two that begin with one preset would have one name. */
function withoutNames({ name: _, system, ...document }: ProjectFile): ProjectFile {
  if (system === undefined) return document;
  const { hostname: __, ...others } = system;
  return Object.keys(others).length === 0 ? document : { ...document, system: others };
}

/** Whether it holds hashes of passwords: then it is not for everybody. */
export function hasHashes({ document }: Preset): boolean {
  return holdsHashes(document);
}
