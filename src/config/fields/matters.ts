import { getAt } from '../../base/field-path.js';
import type { Condition } from './field.js';
import { fieldAt } from './spec-fields.js';

/** Whether the field at a path has an effect in a spec. */
export function matters(spec: object, path: string): boolean {
  const { matters: conditions } = fieldAt(path);
  return conditions === undefined || conditions.some((condition) => holds(spec, condition, path));
}

function holds(spec: object, condition: Condition, asked: string): boolean {
  const value = getAt(spec, condition.path);
  const values = Array.isArray(value) ? value : [value];
  if (condition.path !== asked && !matters(spec, condition.path)) return false;
  if ('is' in condition) return values.some((one) => condition.is.includes(one));
  return 'elements' in condition ? values.length >= condition.elements : value !== null;
}
