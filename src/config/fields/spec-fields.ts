import { deviceFields } from './device.js';
import { diskFields } from './disks.js';
import { engineFields } from './engine.js';
import { type AnyField, type FieldGroup, isField } from './field.js';
import { imageFields } from './image.js';
import { installFields } from './install.js';
import { outputFields } from './outputs.js';
import { packageFields } from './packages.js';
import { partitionFields } from './partitions.js';
import { persistFields } from './persist.js';
import { releaseFields } from './release.js';
import { systemFields } from './system.js';
import { updateFields } from './update.js';

/** Every field of the spec, in the order of project files, flags and the manual. */
export const specFields = {
  ...imageFields,
  ...releaseFields,
  ...packageFields,
  disks: diskFields,
  partitions: partitionFields,
  system: systemFields,
  device: deviceFields,
  ...persistFields,
  ...updateFields,
  install: installFields,
  ...outputFields,
  ...engineFields,
};

/** A field with its path in the spec: `system.hostname`. */
export type PlacedField = AnyField & { path: string };

/** The same fields as a list. */
export const fieldList: readonly PlacedField[] = listed(specFields, '');

const byPath = new Map(fieldList.map((one) => [one.path, one]));

/** The field at a path. Throws for a path that has none: it is written in the program. */
export function fieldAt(path: string): PlacedField {
  const found = byPath.get(path);
  if (found === undefined) throw new Error(`no field ${path}`);
  return found;
}

function listed(group: FieldGroup, above: string): PlacedField[] {
  return Object.entries(group).flatMap(([name, node]) => {
    const path = above === '' ? name : `${above}.${name}`;
    return isField(node) ? [{ ...node, path }] : listed(node, path);
  });
}
