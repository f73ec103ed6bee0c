import type * as v from 'valibot';
import { getAt, isWithin, setAt } from '../../base/field-path.js';
import type { Finding } from '../../base/finding.js';
import { later, translated } from '../../base/language/texts.js';
import { checkDocument } from '../../config/check-document.js';
import { defaultSpec } from '../../config/defaults.js';
import { documentToSpec, specToDocument } from '../../config/document.js';
import { fieldChoices } from '../../config/field-choices.js';
import type { FieldScreen } from '../../config/fields/field.js';
import { suggestSize } from '../../config/fields/size-suggestion.js';
import { sizeText } from '../../config/fields/sizes.js';
import { fieldAt, fieldList } from '../../config/fields/spec-fields.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { ProjectFile } from '../../config/schema.js';
import { findingOnScreen } from './field-labels.js';
import type { FieldPick } from './picks/pick-list.js';
import { stepSize } from './step-size.js';

/** One of the values that a field can have. */
export interface Choice {
  value: string;
  label: string;
  hint?: string;
  /** Told in words beside it, with its colour. */
  mark?: { text: string; tone: 'good' | 'warn' | 'bad' | 'plain' };
}

/**
 * One thing that a person sets: the screen, the plain questions and the printed command all come from it.
 * `text` is typed; `size` is typed and stepped; `choice` and `switch` are chosen; `secret` is typed unseen.
 */
export interface Field {
  /** Path in the spec where it has one; unique among all screens. */
  id: string;
  label: string;
  kind: 'text' | 'size' | 'choice' | 'switch' | 'secret';
  /** The facts behind it, a paragraph each. */
  help: readonly string[];
  /** Flag of the command line that sets the same. */
  flag: string | null;
  /** Paths of the spec whose findings are shown here. */
  paths: readonly string[];
  /** What stands in it when nobody is typing. */
  read(spec: ImageSpec): string;
  /** @returns the spec with what was typed, or what is wrong with it */
  write(spec: ImageSpec, text: string): ImageSpec | Finding;
  choices?: (spec: ImageSpec) => readonly Choice[];
  step?: (spec: ImageSpec, by: 1 | -1) => ImageSpec;
  /** What stands dimly in an empty field. */
  placeholder?: string;
  /** How it can be had without typing it. */
  pick?: FieldPick;
}

type Extras = Partial<Omit<Field, 'id'>>;

/**
 * A field of the spec, as its record describes it: read and written in the form of its flag.
 * @param extras What only this screen does with it.
 */
export function specField(id: string, extras: Extras = {}): Field {
  const { flag, ask, schema } = fieldAt(id);
  if (flag === undefined || ask === undefined) throw new Error(`no screen asks for ${id}`);
  const isSize = flag.value === 'SIZE';
  const choices = flag.kind === 'switch' ? yesNo : choicesOf(schema, ask.labels);
  const { steps, placeholder } = ask;
  return {
    id,
    // Asked for when they are shown: some are put together in the language of the person.
    get label() {
      return ask.label;
    },
    get help() {
      return ask.help;
    },
    kind: flag.kind === 'switch' ? 'switch' : isSize ? 'size' : choices === null ? 'text' : 'choice',
    flag: flag.name,
    paths: [id],
    read: (spec) => fieldText(getAt(spec, id), isSize),
    write: (spec, text) => writePath(spec, id, fieldValue(text, flag.kind, isNullable(id))),
    ...(choices === null ? {} : { choices: () => choices }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(steps === undefined
      ? {}
      : { step: (spec, by) => stepSize(spec, id, by, steps.least, steps.mayBeZero) }),
    ...extras,
  };
}

/** Paths of the fields whose records name a screen: some in an order of the screen's own, then the others. */
export function pathsOfScreen(screen: FieldScreen, first: readonly string[] = []): readonly string[] {
  const all = fieldList
    .filter((one) => one.screen === screen && one.ask !== undefined)
    .map(({ path }) => path);
  return [...first, ...all.filter((path) => !first.includes(path))];
}

/** The two of a switch. */
export const yesNo: readonly Choice[] = [choiceOf('yes', later`yes`), choiceOf('no', later`no`)];

/** A choice that is called by a text of ours, or by its value. */
function choiceOf(value: string, label: string | undefined): Choice {
  return {
    value,
    // In the language of the person, which is not chosen yet where this is made.
    get label() {
      return label === undefined ? value : translated(label);
    },
  };
}

function choicesOf(
  schema: v.GenericSchema,
  labels: Readonly<Record<string, string>> = {},
): readonly Choice[] | null {
  const options = fieldChoices(schema);
  return options?.map((option) => choiceOf(String(option), labels[option])) ?? null;
}

/** Sets a value at a path in the form of a project file, if the schema takes it. */
export function writePath(spec: ImageSpec, path: string, value: unknown): ImageSpec | Finding {
  const document = setAt(specToDocument(spec) as Record<string, unknown>, path, value);
  const [finding] = checkDocument(document).filter(
    ({ level, path: at }) => level === 'error' && isWithin(at, path),
  );
  if (finding !== undefined) return findingOnScreen(withSuggestion(finding, path, value));
  return documentToSpec(document as ProjectFile, spec.name);
}

/** Whether what a writer answered is a finding. */
export function isFinding(answer: ImageSpec | Finding): answer is Finding {
  return 'level' in answer;
}

function withSuggestion(finding: Finding, path: string, value: unknown): Finding {
  if (finding.fix !== undefined || typeof value !== 'string') return finding;
  const better = suggestSize(value);
  return better === null || better === value
    ? finding
    : { ...finding, fix: { path, value: better, text: better } };
}

/** Fields that can be null are so by default. */
function isNullable(path: string): boolean {
  return getAt(defaultSpec(), path) === null;
}

function fieldValue(text: string, kind: string, nullable: boolean): unknown {
  const trimmed = text.trim();
  switch (kind) {
    case 'switch':
      return trimmed === 'yes';
    case 'number':
      return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
    case 'list':
      return trimmed.split(/[,\s]+/).filter((word) => word !== '');
    case 'items':
      return trimmed.split(/\s+/).filter((word) => word !== '');
    default:
      return trimmed === '' && nullable ? null : trimmed;
  }
}

function fieldText(value: unknown, isSize: boolean): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(' ');
  if (isSize) return value === 'rest' ? 'rest' : sizeText(value as number);
  return String(value);
}
