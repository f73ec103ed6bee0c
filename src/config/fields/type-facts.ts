import * as v from 'valibot';

/**
 * What messages and the JSON Schema need to know of a field beyond its type. Everything that ends in a shell
 * script or in grub.cfg has a pattern that leaves no room for blanks, quotes, `$` or control characters.
 */
export interface ShapeFacts {
  /** Completes "is no ...": `host name`. */
  noun: string;
  examples: readonly (string | number)[];
  /** Never shown in a message. */
  secret?: boolean;
  /** A better message for a wrong value, or null. */
  explain?: (value: unknown) => { message: string; remedy: string } | null;
  /** The value that was most likely meant by a wrong one, or null. It may be wrong too: it is checked. */
  suggest?: (text: string) => string | number | null;
  /** The value is a size in MiB. */
  isSize?: boolean;
  /** For the JSON Schema, where the check is a function. */
  json?: Record<string, unknown>;
}

/** A text of a pattern, which editors are told of too. */
export function text(pattern: RegExp, about: ShapeFacts) {
  return v.pipe(v.string(), v.regex(pattern), v.metadata(facts(about)));
}

/** Valibot wants a plain record. */
export function facts(about: ShapeFacts): Record<string, unknown> {
  return { facts: about };
}
