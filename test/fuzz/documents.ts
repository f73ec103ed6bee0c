import fc from 'fast-check';
import type * as v from 'valibot';
import { entriesOf, factsOf, itemOf, unwrap } from '../../src/config/check-document.js';
import { specVersion } from '../../src/config/fields/image.js';
import { projectFileSchema } from '../../src/config/schema.js';
import { wordOf } from './texts.js';

type Schema = v.GenericSchema;

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>([], {}, [[]], [null], { keys: [] }, { length: 1 }, null, 0, '', -0),
);

/**
 * What a field may hold: mostly what its record gives as an example, and, in documents that need not be right, now and
 * then anything else.
 */
function valuesOf(schema: Schema, isRight: boolean): fc.Arbitrary<unknown> {
  const right = rightValues(schema, isRight);
  if (isRight) return right;
  const shown = (factsOf(schema)?.examples ?? ['x']).map(String);
  return fc.oneof(
    { weight: 24, arbitrary: right },
    { weight: 1, arbitrary: anything },
    { weight: 1, arbitrary: wordOf(shown) },
    { weight: 1, arbitrary: fc.tuple(wordOf(shown), wordOf(shown)).map((parts) => parts.join('')) },
  );
}

function rightValues(schema: Schema, isRight: boolean): fc.Arbitrary<unknown> {
  const bare = unwrap(schema);
  const values = rightBare(schema, bare, isRight);
  return isNullable(schema) ? fc.oneof(fc.constant(null), values) : values;
}

function isNullable(schema: Schema): boolean {
  const { type, wrapped } = schema as Schema & { wrapped?: Schema };
  return type === 'nullable' || (wrapped !== undefined && isNullable(wrapped));
}

function rightBare(schema: Schema, bare: Schema, isRight: boolean): fc.Arbitrary<unknown> {
  const entries = entriesOf(bare);
  if (entries !== null) return recordsOf(entries, isRight);
  const item = itemOf(bare);
  if (item !== null) return fc.array(valuesOf(item, isRight), { maxLength: 3 });
  if (bare.type === 'picklist') {
    return fc.constantFrom(...(bare as v.PicklistSchema<(string | number)[], undefined>).options);
  }
  if (bare.type === 'boolean') return fc.boolean();
  const { examples } = factsOf(schema) ?? { examples: [] };
  if (examples.length > 0) return fc.constantFrom(...examples);
  return bare.type === 'number' ? fc.integer({ min: 0, max: 70_000 }) : fc.constantFrom('x', 'a b');
}

function recordsOf(entries: Record<string, Schema>, isRight: boolean): fc.Arbitrary<unknown> {
  const needed = Object.entries(entries).filter(([, schema]) => !/optional/.test(schema.type));
  const known = fc.record(
    Object.fromEntries(Object.entries(entries).map(([name, schema]) => [name, valuesOf(schema, isRight)])),
    { requiredKeys: needed.map(([name]) => name), noNullPrototype: true },
  );
  if (isRight) return known;
  const names = ['nam', 'hostnam', 'x', '__proto__', 'constructor', 'toString'];
  const others = fc.dictionary(wordOf(names), anything, { maxKeys: 2 });
  return fc.oneof(
    { weight: 20, arbitrary: known },
    { weight: 1, arbitrary: fc.tuple(known, others).map(([one, other]) => ({ ...other, ...one })) },
    { weight: 1, arbitrary: fc.tuple(known, others).map(([, other]) => other) },
  );
}

function withVersion(documents: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return documents.map((document) =>
    typeof document === 'object' && document !== null && 'version' in document
      ? { ...document, version: specVersion }
      : document,
  );
}

/** Project files of the right shape, whatever they mean. */
export const rightDocuments = withVersion(recordsOf(entriesOf(projectFileSchema) ?? {}, true));

/** Project files in which some values have another shape, and some keys are not known. */
export const documents = fc.oneof(
  { weight: 1, arbitrary: anything },
  { weight: 8, arbitrary: recordsOf(entriesOf(projectFileSchema) ?? {}, false) },
  { weight: 8, arbitrary: withVersion(recordsOf(entriesOf(projectFileSchema) ?? {}, false)) },
);
