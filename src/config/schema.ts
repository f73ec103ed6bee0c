import * as v from 'valibot';
import { type AnyField, type DocumentOf, type FieldGroup, isField } from './fields/field.js';
import { specFields } from './fields/spec-fields.js';

/** What a project file may hold. */
export type ProjectFile = DocumentOf<typeof specFields> & { $schema?: string | undefined };

/**
 * The form of a project file (`tmpfsroot.json`), of a preset, and of what flags and environment give:
 * an {@link ImageSpec} in which everything may be absent and sizes may be text. Only the shape of each field
 * is judged here; what fields mean together is judged by `validateSpec`.
 */
export const projectFileSchema = objectOf(specFields, {
  $schema: v.optional(v.pipe(v.string(), v.description('The JSON Schema of this file, for editors.'))),
});

function objectOf(
  group: FieldGroup,
  first: v.ObjectEntries = {},
): v.ObjectSchema<v.ObjectEntries, undefined> {
  const entries = Object.entries(group).map(([name, node]) => [
    name,
    v.optional(isField(node) ? described(node) : objectOf(node)),
  ]);
  return v.object({ ...first, ...Object.fromEntries(entries) });
}

function described({ schema, description }: AnyField): v.GenericSchema {
  return v.pipe(schema, v.description(description));
}
