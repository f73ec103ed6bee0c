import * as v from 'valibot';
import { formatPath, getAt, isRecord, replaceAt, type Step } from './field-path.js';
import { errorAt, type Finding } from './finding.js';
import { specVersion } from './image-spec.js';
import { didYouMean, nearest } from './nearest.js';
import { placeholderIn } from './placeholder.js';
import { projectFileSchema } from './schema.js';
import { holdsSecret, quotedUnlessSecret } from './secret-text.js';
import type { ShapeFacts } from './shape-facts.js';
import { formatMiB } from './sizes.js';

type Schema = v.GenericSchema;

/** All that is wrong with the shape of a project file (or what flags and environment gave): keys and values. */
export function checkDocument(document: unknown): Finding[] {
  if (!isRecord(document)) {
    return [errorAt('', 'The project file holds no object.', 'Let it begin with `{` and end with `}`.')];
  }
  const result = v.safeParse(projectFileSchema, document, { abortPipeEarly: true });
  const issues = result.success ? [] : result.issues;
  return [
    ...wrongForm(projectFileSchema, document, []),
    ...issues.map((issue) => withFix(findingOf(issue), issue, document)),
  ];
}

/** Offers the nearest value that the field takes; of a list the whole list with it. */
function withFix(finding: Finding, issue: v.BaseIssue<unknown>, document: unknown): Finding {
  const steps = (issue.path ?? []).map((item) => item.key as Step);
  const schema = schemaAt(steps);
  if (schema === null || !['string', 'number'].includes(typeof issue.input)) return finding;
  // What is made of a secret is one.
  if (holdsSecret(String(issue.input))) return finding;
  const value = suggestionFor(schema, String(issue.input));
  if (value === null || !v.safeParse(schema, value).success) return finding;
  const path = formatPath(steps).replace(/\[.*$/, '');
  const whole = getAt(replaceAt(document, steps, value), path);
  if (holdsSecret(JSON.stringify(whole))) return finding;
  const text =
    typeof value === 'number' && factsOf(schema)?.isSize === true ? formatMiB(value) : String(value);
  return { ...finding, fix: { path, value: Array.isArray(whole) ? [...new Set(whole)] : whole, text } };
}

function suggestionFor(schema: Schema, text: string): string | number | null {
  const bare = unwrap(schema);
  if (bare.type === 'picklist') {
    const options = (bare as v.PicklistSchema<(string | number)[], undefined>).options;
    const [guess] = nearest(text, options.map(String), 1);
    return options.find((option) => String(option) === guess) ?? null;
  }
  return factsOf(schema)?.suggest?.(text) ?? null;
}

function wrongForm(schema: Schema, value: unknown, steps: readonly Step[]): Finding[] {
  const bare = unwrap(schema);
  const entries = entriesOf(bare);
  if (Array.isArray(value)) {
    // Valibot takes a list for an object.
    if (entries !== null) {
      return [errorAt(formatPath(steps), 'A list is not possible here.', remedyFor(schema, value))];
    }
    const item = itemOf(bare);
    return item === null
      ? []
      : value.flatMap((element, index) => wrongForm(item, element, [...steps, index]));
  }
  if (entries === null || !isRecord(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const inner = Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (inner !== undefined) return wrongForm(inner, value[key], [...steps, key]);
    const known = Object.keys(entries);
    return [
      errorAt(
        formatPath([...steps, key]),
        `There is no field \`${key}\` here.`,
        `${didYouMean(key, known)}Known fields: ${known.filter((name) => name !== '$schema').join(', ')}.`,
      ),
    ];
  });
}

function findingOf(issue: v.BaseIssue<unknown>): Finding {
  const steps = (issue.path ?? []).map((item) => item.key as Step);
  const path = formatPath(steps);
  const value = issue.input;
  const name = String(steps.at(-1));
  if (value === undefined) return errorAt(path, `The field \`${name}\` is missing.`, `Add \`${name}\`.`);
  if (path === 'version') {
    return errorAt(
      path,
      `This is a file of version ${show(value)}, and this program knows version ${specVersion}.`,
      'Use a newer tmpfsroot-wizard: `npx tmpfsroot-wizard@latest`.',
    );
  }
  const schema = schemaAt(steps);
  const facts = schema === null ? undefined : factsOf(schema);
  const better = facts?.explain?.(value);
  const form = typeof value === 'string' && !holdsSecret(value) ? placeholderIn(value) : null;
  if (form !== null) {
    const { secret, examples } = facts ?? { examples: [] };
    return errorAt(
      path,
      `${secret === true ? 'The value' : show(value)} looks like a placeholder (\`${form}\`) that no template has filled in.`,
      (secret === true ? better?.remedy : undefined) ??
        (facts === undefined
          ? remedyFor(schema, value)
          : `Write the value itself, for example ${choice(examples)}.`),
    );
  }
  if (better !== null && better !== undefined) return errorAt(path, better.message, better.remedy);
  if (facts !== undefined) {
    return errorAt(
      path,
      `${show(value)} is no ${facts.noun}.`,
      `Write for example ${choice(facts.examples)}.`,
    );
  }
  return errorAt(path, `${show(value)} is not possible here.`, remedyFor(schema, value));
}

function remedyFor(schema: Schema | null, value: unknown): string {
  const bare = schema === null ? null : unwrap(schema);
  const type = bare?.type;
  if (type === 'picklist') {
    const options = (bare as v.PicklistSchema<(string | number)[], undefined>).options;
    const guess = typeof value === 'string' ? didYouMean(value, options.map(String)) : '';
    return `${guess}Possible: ${choice(options)}.`;
  }
  if (type === 'boolean') return 'Possible: `true` or `false`, without quotes.';
  if (type === 'array') return 'Write a list: `[ ... ]`.';
  if (type === 'object') return 'Write an object: `{ ... }`.';
  return 'Write a text in double quotes.';
}

/** Value in backquotes, shortened. */
function show(value: unknown): string {
  const json = JSON.stringify(value);
  const text = typeof value === 'string' && !/\p{Cc}/u.test(value) ? value : json;
  if (holdsSecret(text)) return quotedUnlessSecret(text);
  return `\`${text.length > 80 ? `${text.slice(0, 77)}...` : text}\``;
}

function choice(values: readonly (string | number)[]): string {
  const shown = values.map((value) => `\`${value}\``);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

function schemaAt(steps: readonly Step[]): Schema | null {
  return steps.reduce<Schema | null>((schema, step) => {
    if (schema === null) return null;
    const bare = unwrap(schema);
    return typeof step === 'number' ? itemOf(bare) : (entriesOf(bare)?.[step] ?? null);
  }, projectFileSchema);
}

/** What is inside `optional` and `nullable`; pipes look like their first part. */
export function unwrap(schema: Schema): Schema {
  const wrapped = (schema as { wrapped?: Schema }).wrapped;
  return wrapped === undefined ? schema : unwrap(wrapped);
}

export function entriesOf(schema: Schema): Record<string, Schema> | null {
  return (schema as { entries?: Record<string, Schema> }).entries ?? null;
}

export function itemOf(schema: Schema): Schema | null {
  return (schema as { item?: Schema }).item ?? null;
}

export function factsOf(schema: Schema): ShapeFacts | undefined {
  const { facts } = v.getMetadata(schema as v.GenericSchema & { pipe: never }) as { facts?: ShapeFacts };
  if (facts !== undefined) return facts;
  const pipe = (schema as unknown as { pipe?: readonly Schema[] }).pipe;
  const inner = (schema as { wrapped?: Schema }).wrapped ?? pipe?.[0];
  return inner === undefined || inner === schema ? undefined : factsOf(inner);
}
