import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../base/field-path.js';
import type { ImageSpec } from '../config/image-spec.js';

/** A field that differs between two specs; `undefined` where one of them does not have it. */
export interface FieldChange {
  path: string;
  from: unknown;
  to: unknown;
}

/** The fields in which two specs differ, in the order of the spec; a list is one field. */
export function diffSpecs(from: ImageSpec, to: ImageSpec): FieldChange[] {
  return changesBelow('', from, to);
}

function changesBelow(path: string, from: unknown, to: unknown): FieldChange[] {
  if (isDeepStrictEqual(from, to)) return [];
  if (!isRecord(from) || !isRecord(to)) return [{ path, from, to }];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key) => changesBelow(path === '' ? key : `${path}.${key}`, from[key], to[key]));
}
