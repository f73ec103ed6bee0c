import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';

/** A key that every object of a list has. */
export function needed<Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.pipe(schema, v.description(description));
}

/** A key that an object of a list may leave out. The default is a function, so that no two objects share a list. */
export function defaulted<Schema extends v.GenericSchema>(
  schema: Schema,
  description: string,
  value: () => v.InferInput<Schema>,
) {
  return v.exactOptional(needed(schema, description), value);
}

/** The entries of an object that are others than in one that says nothing. */
export function differing<T extends object>(value: T, silent: object): Partial<T> {
  const usual: Record<string, unknown> = { ...silent };
  const said = Object.entries(value).filter(([key, one]) => !isDeepStrictEqual(one, usual[key]));
  return Object.fromEntries(said) as Partial<T>;
}
