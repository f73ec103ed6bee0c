import { checkDocument } from '../spec/check-document.js';
import { defaultSpec } from '../spec/defaults.js';
import { documentToSpec, specToDocument } from '../spec/document.js';
import { Failure } from '../spec/failure.js';
import { getAt, setAt } from '../spec/field-path.js';
import { errorAt, type Finding } from '../spec/finding.js';
import { flagTable } from '../spec/flag-table.js';
import type { ImageSpec } from '../spec/image-spec.js';
import type { ProjectFile } from '../spec/schema.js';
import { suggestSize } from '../spec/size-suggestion.js';
import { sizeText } from '../spec/sizes.js';

/** One of the values that a field can have. */
export interface Choice {
  value: string;
  label: string;
  hint?: string;
  /** Told in words beside it, with its colour. */
  mark?: { text: string; tone: 'good' | 'warn' | 'bad' | 'dim' };
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
}

type Extras = Partial<Omit<Field, 'id' | 'label' | 'help'>>;

/** A field of the spec that has a flag: read and written in the flag's form. */
export function specField(id: string, label: string, help: readonly string[], extras: Extras = {}): Field {
  const entry = flagTable.find(({ path }) => path === id);
  if (entry === undefined) throw new Error(`no flag sets ${id}`);
  const isSize = entry.value === 'SIZE';
  return {
    id,
    label,
    help,
    kind: entry.kind === 'switch' ? 'switch' : isSize ? 'size' : 'text',
    flag: entry.flag,
    paths: [id],
    read: (spec) => textOf(getAt(spec, id), isSize),
    write: (spec, text) => writePath(spec, id, fieldValue(text, entry.kind, isNullable(id))),
    ...(entry.kind === 'switch' ? { choices: () => yesNo } : {}),
    ...extras,
  };
}

const yesNo: readonly Choice[] = [
  { value: 'yes', label: 'yes' },
  { value: 'no', label: 'no' },
];

/** Sets a value at a path in the form of a project file, if the schema takes it. */
export function writePath(spec: ImageSpec, path: string, value: unknown): ImageSpec | Finding {
  const document = setAt(specToDocument(spec) as Record<string, unknown>, path, value);
  const [finding] = checkDocument(document).filter(
    ({ level, path: at }) => level === 'error' && isWithin(at, path),
  );
  if (finding !== undefined) return withSuggestion(finding, path, value);
  return documentToSpec(document as ProjectFile, spec.name);
}

/** Whether what a writer answered is a finding. */
export function isFinding(answer: ImageSpec | Finding): answer is Finding {
  return 'level' in answer;
}

/** Whether a path is `above` or below it: `disks.devices[1]` is within `disks.devices`. */
export function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);
}

/** Runs what may throw a Failure for a wrong text, and makes a finding of it. */
export function attempt(path: string, work: () => ImageSpec): ImageSpec | Finding {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return errorAt(path, error.facts.what, error.facts.remedy ?? '');
  }
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

function textOf(value: unknown, isSize: boolean): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(' ');
  if (isSize) return value === 'rest' ? 'rest' : sizeText(value as number);
  return String(value);
}
