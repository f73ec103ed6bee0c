import type * as v from 'valibot';
import { itemOf, unwrap } from './check-document.js';

/** The values that a field can have, or null where it takes any. */
export function fieldChoices(schema: v.GenericSchema): readonly (string | number)[] | null {
  const bare = unwrap(schema);
  if (bare.type !== 'picklist') return null;
  return (bare as v.PicklistSchema<(string | number)[], undefined>).options;
}

/** The same of the elements of a list. */
export function elementChoices(schema: v.GenericSchema): readonly (string | number)[] | null {
  const item = itemOf(unwrap(schema));
  return item === null ? null : fieldChoices(item);
}
