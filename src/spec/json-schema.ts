import * as v from 'valibot';
import { entriesOf, factsOf, itemOf, unwrap } from './check-document.js';
import { projectFileSchema } from './schema.js';

type Json = Record<string, unknown>;

/** JSON Schema (draft 2020-12) of the project file, for editors; derived from the schema that judges it. */
export function projectJsonSchema(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'tmpfsroot.json',
    description: 'What to build: a power-failure-safe Fedora image. Everything may be left out.',
    ...convert(projectFileSchema),
  };
}

function convert(schema: v.GenericSchema): Json {
  const description =
    v.getDescription(schema as v.GenericSchema & { pipe: never }) ?? innerDescription(schema);
  const facts = factsOf(schema);
  const form = {
    ...(description === undefined ? {} : { description }),
    ...formOf(unwrap(schema)),
    ...facts?.json,
    ...(facts === undefined ? {} : { examples: facts.examples }),
  };
  return isNullable(schema) ? orNull(form) : form;
}

function formOf(schema: v.GenericSchema): Json {
  const entries = entriesOf(schema);
  if (entries !== null) {
    const required = Object.keys(entries).filter((key) => entries[key]?.type !== 'optional');
    return {
      type: 'object',
      properties: Object.fromEntries(Object.entries(entries).map(([key, inner]) => [key, convert(inner)])),
      additionalProperties: false,
      ...(required.length === 0 ? {} : { required }),
    };
  }
  const item = itemOf(schema);
  if (item !== null) return { type: 'array', items: convert(item) };
  switch (schema.type) {
    case 'picklist':
      return { enum: [...(schema as v.PicklistSchema<(string | number)[], undefined>).options] };
    case 'literal':
      return { const: (schema as v.LiteralSchema<number, undefined>).literal };
    case 'boolean':
      return { type: 'boolean' };
    case 'string':
      return { type: 'string', ...checksOf(schema) };
    case 'number':
      return { type: 'integer', ...checksOf(schema) };
    default:
      return {};
  }
}

/** The limits that the schema's own checks set. */
function checksOf(schema: v.GenericSchema): Json {
  const limits: Json = {};
  for (const part of pipeOf(schema)) {
    const { type, requirement } = part as { type: string; requirement?: unknown };
    if (type === 'regex') limits.pattern = (requirement as RegExp).source;
    else if (type === 'min_value') limits.minimum = requirement;
    else if (type === 'max_value') limits.maximum = requirement;
    else if (Array.isArray((part as { pipe?: unknown }).pipe))
      Object.assign(limits, checksOf(part as v.GenericSchema));
  }
  return limits;
}

function pipeOf(schema: v.GenericSchema): readonly unknown[] {
  return (schema as unknown as { pipe?: readonly unknown[] }).pipe ?? [];
}

/** Optional fields carry the description of what they wrap. */
function innerDescription(schema: v.GenericSchema): string | undefined {
  const wrapped = (schema as { wrapped?: v.GenericSchema }).wrapped;
  return wrapped === undefined ? undefined : v.getDescription(wrapped as v.GenericSchema & { pipe: never });
}

function isNullable(schema: v.GenericSchema): boolean {
  const wrapped = (schema as { wrapped?: v.GenericSchema }).wrapped;
  return schema.type === 'nullable' || (wrapped !== undefined && isNullable(wrapped));
}

function orNull({ description, examples, ...form }: Json): Json {
  return {
    ...(description === undefined ? {} : { description }),
    anyOf: [form, { type: 'null' }],
    ...(examples === undefined ? {} : { examples }),
  };
}
