import * as v from 'valibot';
import { formatPath, getAt, isRecord, replaceAt, type Step } from '../base/field-path.js';
import { errorAt, type Finding, findingsFor, firstFindings } from '../base/finding.js';
import { oneOf, t, translated } from '../base/language/texts.js';
import { didYouMean, nearest } from '../base/nearest.js';
import { holdsSecret, quotedUnlessSecret } from '../base/secret-text.js';
import { hideCredentials } from '../base/url-credentials.js';
import { specVersion } from './fields/image.js';
import { placeholderIn } from './fields/placeholder.js';
import { exactSize } from './fields/sizes.js';
import type { ShapeFacts } from './fields/type-facts.js';
import { projectFileSchema } from './schema.js';

type Schema = v.GenericSchema;

/** What of a document has the right shape, and what is wrong with the rest. */
interface JudgedDocument {
  /** The first ones; each is an error. */
  findings: Finding[];
  /** Paths of the fields that are wrong; of a list with a wrong element its own. */
  wrong: ReadonlySet<string>;
  /** The document without these fields. */
  sound: Record<string, unknown>;
}

/** What is wrong with the shape of a project file (or what flags and environment gave): keys and values. */
export function checkDocument(document: unknown): Finding[] {
  return judgeDocument(document).findings;
}

export function judgeDocument(document: unknown): JudgedDocument {
  if (!isRecord(document)) {
    const finding = errorAt(
      '',
      t`The project file holds no object.`,
      t`Let it begin with \`{\` and end with \`}\`.`,
    );
    return { findings: [finding], wrong: new Set(['']), sound: {} };
  }
  const forms = wrongForms(projectFileSchema, document, []);
  const result = v.safeParse(projectFileSchema, document, { abortPipeEarly: true });
  const refused = new Set(forms.map(({ steps }) => formatPath(steps)));
  const issues = (result.success ? [] : result.issues).flatMap((issue) => {
    const steps = (issue.path ?? []).map((item) => item.key as Step);
    // Valibot takes a list for an object, and its methods for fields.
    const isInside = steps.some((_, index) => refused.has(formatPath(steps.slice(0, index + 1))));
    return isInside ? [] : [{ issue, steps }];
  });
  if (forms.length + issues.length === 0) return { findings: [], wrong: new Set(), sound: document };
  const mayFix = withoutSecrets(document);
  const findings = [
    ...findingsFor(forms, ({ tell }) => tell()),
    ...findingsFor(issues, ({ issue, steps }) =>
      withFix(findingOf(issue, steps), issue.input, steps, document, mayFix),
    ),
  ];
  const wrong = new Set([...forms, ...issues].map(({ steps }) => formatPath(fieldSteps(steps))));
  return { findings: firstFindings(findings), wrong, sound: soundPart(document, wrong, []) };
}

/** The field at some steps, or the list that they lead into. */
function fieldSteps(steps: readonly Step[]): readonly Step[] {
  const index = steps.findIndex((step) => typeof step === 'number');
  return index < 0 ? steps : steps.slice(0, index);
}

function soundPart(
  document: Record<string, unknown>,
  wrong: ReadonlySet<string>,
  steps: readonly Step[],
): Record<string, unknown> {
  const kept = Object.entries(document).flatMap(([key, value]): [string, unknown][] => {
    const inner = [...steps, key];
    if (wrong.has(formatPath(inner))) return [];
    return [[key, isRecord(value) ? soundPart(value, wrong, inner) : value]];
  });
  return Object.fromEntries(kept);
}

/** Whether the field at a path holds no secret, which is looked for once. */
function withoutSecrets(document: unknown): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const answer = known.get(path) ?? !holdsSecret(JSON.stringify(getAt(document, path) ?? null));
    known.set(path, answer);
    return answer;
  };
}

/** Offers the nearest value that the field takes; of a list the whole list with it. */
function withFix(
  finding: Finding,
  input: unknown,
  steps: readonly Step[],
  document: unknown,
  mayFix: (path: string) => boolean,
): Finding {
  const schema = schemaAt(steps);
  if (schema === null || !['string', 'number'].includes(typeof input)) return finding;
  // What is made of a secret is one.
  if (holdsSecret(String(input))) return finding;
  const value = suggestionFor(schema, String(input));
  if (value === null || !v.safeParse(schema, value).success) return finding;
  const path = formatPath(fieldSteps(steps));
  if (!mayFix(path) || holdsSecret(String(value))) return finding;
  const whole = getAt(replaceAt(document, steps, value), path);
  const text =
    typeof value === 'number' && factsOf(schema)?.isSize === true ? exactSize(value) : String(value);
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

/** A key that is not known, or a list where an object is expected, and what is said of it. */
interface WrongForm {
  steps: readonly Step[];
  tell: () => Finding;
}

function wrongForms(schema: Schema, value: unknown, steps: readonly Step[]): WrongForm[] {
  const bare = unwrap(schema);
  const entries = entriesOf(bare);
  if (Array.isArray(value)) {
    if (entries !== null) {
      const remedy = remedyFor(schema, value);
      return [{ steps, tell: () => errorAt(formatPath(steps), t`A list is not possible here.`, remedy) }];
    }
    const item = itemOf(bare);
    return item === null
      ? []
      : value.flatMap((element, index) => wrongForms(item, element, [...steps, index]));
  }
  if (entries === null || !isRecord(value)) return [];
  return Object.keys(value).flatMap((key): WrongForm[] => {
    const inner = Object.hasOwn(entries, key) ? entries[key] : undefined;
    const path = [...steps, key];
    if (inner !== undefined) return wrongForms(inner, value[key], path);
    return [{ steps: path, tell: () => unknownKey(path, key, Object.keys(entries)) }];
  });
}

function unknownKey(steps: readonly Step[], key: string, known: readonly string[]): Finding {
  return errorAt(
    formatPath(steps),
    t`There is no field \`${key}\` here.`,
    didYouMean(key, known) + t`Known fields: ${known.filter((name) => name !== '$schema').join(', ')}.`,
  );
}

function findingOf(issue: v.BaseIssue<unknown>, steps: readonly Step[]): Finding {
  const path = formatPath(steps);
  const value = issue.input;
  const name = String(steps.at(-1));
  if (value === undefined) return errorAt(path, t`The field \`${name}\` is missing.`, t`Add \`${name}\`.`);
  if (path === 'version') {
    return errorAt(
      path,
      t`This is a file of version ${show(value)}, and this program knows version ${specVersion}.`,
      t`Use a newer tmpfsroot-wizard: \`npx tmpfsroot-wizard@latest\`.`,
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
      secret === true
        ? t`The value looks like a placeholder (\`${form}\`) that was never filled in.`
        : t`${show(value)} looks like a placeholder (\`${form}\`) that was never filled in.`,
      (secret === true && better != null ? translated(better.remedy) : undefined) ??
        (facts === undefined
          ? remedyFor(schema, value)
          : t`Write the value itself, for example ${choice(examples)}.`),
    );
  }
  if (better !== null && better !== undefined) {
    return errorAt(path, translated(better.message), translated(better.remedy));
  }
  if (facts !== undefined) {
    return errorAt(
      path,
      value === ''
        ? t`No ${translated(facts.noun)} is given.`
        : t`${show(value)} is not a valid ${translated(facts.noun)}.`,
      t`Write for example ${choice(facts.examples)}.`,
    );
  }
  return errorAt(path, t`${show(value)} is not possible here.`, remedyFor(schema, value));
}

function remedyFor(schema: Schema | null, value: unknown): string {
  const bare = schema === null ? null : unwrap(schema);
  const type = bare?.type;
  if (type === 'picklist') {
    const options = (bare as v.PicklistSchema<(string | number)[], undefined>).options;
    const guess = typeof value === 'string' ? didYouMean(value, options.map(String)) : '';
    return guess + t`Possible: ${choice(options)}.`;
  }
  if (type === 'boolean') return t`Possible: \`true\` or \`false\`, without quotes.`;
  if (type === 'array') return t`Write a list: \`[ ... ]\`.`;
  if (type === 'object') return t`Write an object: \`{ ... }\`.`;
  return t`Write a text in double quotes.`;
}

/** Value in backquotes, shortened. */
function show(value: unknown): string {
  const json = JSON.stringify(value);
  const text = hideCredentials(typeof value === 'string' && !/\p{Cc}/u.test(value) ? value : json);
  if (holdsSecret(text)) return quotedUnlessSecret(text);
  return `\`${text.length > 80 ? `${text.slice(0, 77)}...` : text}\``;
}

function choice(values: readonly (string | number)[]): string {
  return oneOf(values.map((value) => `\`${value}\``));
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
