import { type AnyField, type DefaultBase, type FieldGroup, isField } from './fields/field.js';
import { specFields } from './fields/spec-fields.js';
import type { ImageSpec } from './image-spec.js';

/** What defaults depend on where nothing is said of it. */
export const plainBase: DefaultBase = { name: 'tmpfsroot', sectorSize: 512, devices: ['sda'] };

/** The spec of somebody who has set nothing. Sizes are those of the seed's example. */
export function defaultSpec(base: Partial<DefaultBase> = {}): ImageSpec {
  return defaultsOf(specFields, { ...plainBase, ...base }) as ImageSpec;
}

/** The default of a field; undefined where the spec has nothing then. */
export function defaultValue({ default: value }: AnyField, base: DefaultBase): unknown {
  if (typeof value === 'function') return value(base);
  // Nobody changes the list of a record by changing a spec.
  return Array.isArray(value) ? [...value] : value;
}

function defaultsOf(group: FieldGroup, base: DefaultBase): unknown {
  const values = Object.entries(group).map(([name, node]): [string, unknown] => [
    name,
    isField(node) ? defaultValue(node, base) : defaultsOf(node, base),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}
