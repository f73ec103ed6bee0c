type Json = Record<string, unknown>;

/** Whether a JSON Schema accepts a value: the keywords that ours uses, and an error for any other. */
export function acceptedBy(schema: Json, value: unknown): boolean {
  return Object.entries(schema).every(([keyword, rule]) => obeys(keyword, rule, schema, value));
}

/** Every `pattern` in a schema. */
export function allPatterns(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) =>
    key === 'pattern' && typeof inner === 'string' ? [inner] : allPatterns(inner),
  );
}

function obeys(keyword: string, rule: unknown, schema: Json, value: unknown): boolean {
  switch (keyword) {
    case '$schema':
    case 'title':
    case 'description':
    case 'examples':
    case 'default':
      return true;
    case 'type':
      return typeOf(value) === rule || (rule === 'number' && typeOf(value) === 'integer');
    case 'enum':
      return (rule as unknown[]).includes(value);
    case 'const':
      return value === rule;
    case 'pattern':
      return typeof value !== 'string' || new RegExp(rule as string, 'u').test(value);
    case 'minimum':
      return typeof value !== 'number' || value >= (rule as number);
    case 'maximum':
      return typeof value !== 'number' || value <= (rule as number);
    case 'anyOf':
      return (rule as Json[]).some((one) => acceptedBy(one, value));
    case 'items':
      return !Array.isArray(value) || value.every((item) => acceptedBy(rule as Json, item));
    case 'required':
      return (
        typeOf(value) !== 'object' || (rule as string[]).every((key) => Object.hasOwn(value as Json, key))
      );
    case 'properties':
      return (
        typeOf(value) !== 'object' ||
        Object.entries(rule as Record<string, Json>).every(
          ([key, inner]) => !Object.hasOwn(value as Json, key) || acceptedBy(inner, (value as Json)[key]),
        )
      );
    case 'additionalProperties':
      return (
        typeOf(value) !== 'object' ||
        Object.keys(value as Json).every((key) => Object.hasOwn(schema.properties as Json, key))
      );
    default:
      throw new Error(`unknown keyword ${keyword}`);
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
