import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema';
import { defaultValue, plainBase } from './defaults.js';
import { type AnyField, type FieldGroup, isField } from './fields/field.js';
import { specFields } from './fields/spec-fields.js';
import type { ShapeFacts } from './fields/type-facts.js';
import { projectFileSchema } from './schema.js';

type Json = Record<string, unknown>;
type Metadata = { metadata: { facts?: ShapeFacts } };

/**
 * JSON Schema (draft 2020-12) of the project file, for editors: the schema that judges it, with the names and the
 * defaults of its fields.
 */
export function projectJsonSchema(): Json {
  const { $schema, ...schema } = withRecords({ ...toJsonSchema(projectFileSchema, conversion) }, specFields);
  return {
    $schema,
    title: 'tmpfsroot.json',
    description: 'What to build: a power-failure-safe Fedora image. Everything may be left out.',
    ...schema,
  };
}

const conversion: ConversionConfig = {
  target: 'draft-2020-12',
  overrideSchema({ valibotSchema, jsonSchema }) {
    if (valibotSchema.type !== 'object') return null;
    const { required = [], ...form } = jsonSchema;
    return { ...form, additionalProperties: false, ...(required.length === 0 ? {} : { required }) };
  },
  overrideAction({ valibotAction, jsonSchema }) {
    switch (valibotAction.type) {
      // The converter refuses flags. Ours is `u`, which JSON Schema asks editors to take.
      case 'regex':
        return {
          ...jsonSchema,
          pattern: (valibotAction as unknown as { requirement: RegExp }).requirement.source,
        };
      // What a function judges, and an editor cannot.
      case 'check':
        return jsonSchema;
      case 'metadata':
        return withFacts({ ...jsonSchema }, valibotAction as unknown as Metadata);
      default:
        return null;
    }
  },
};

/** What the converter makes of our metadata are keys that no editor knows. */
function withFacts({ facts: _, ...schema }: Json, { metadata }: Metadata): Json {
  const { json, examples } = metadata.facts ?? {};
  return { ...schema, ...json, ...(examples === undefined ? {} : { examples: [...examples] }) };
}

/** Names and defaults of the fields, where each stands in the schema. A default that depends on others is left out. */
function withRecords(schema: Json, group: FieldGroup): Json {
  const properties = Object.entries(schema.properties as Record<string, Json>).map(([name, inner]) => {
    const node = group[name];
    if (node === undefined) return [name, inner];
    return [
      name,
      isField(node) ? { ...titleOf(node), ...inner, ...defaultOf(node) } : withRecords(inner, node),
    ];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

function titleOf({ ask }: AnyField): Json {
  return ask === undefined ? {} : { title: ask.label.trim() };
}

function defaultOf(field: AnyField): Json {
  const value = field.defaultText === undefined ? defaultValue(field, plainBase) : undefined;
  return value === undefined ? {} : { default: value };
}
