import { badFindings, badInput, Failure } from '../base/failure.js';
import { isRecord } from '../base/field-path.js';
import { countOf, errorAt, type Finding, findingsFor, firstFindings } from '../base/finding.js';
import { type ParsedJson, parseJsonText } from '../base/json-text.js';
import { t } from '../base/language/texts.js';
import { didYouMean } from '../base/nearest.js';
import { checkDocument } from '../config/check-document.js';
import { specVersion } from '../config/fields/image.js';
import type { ProjectFile } from '../config/schema.js';
import { type Preset, presetVersion } from './preset.js';
import { presetName, presetNameProblem } from './preset-name.js';

/** What a text that should be a preset turned out to be. */
export type PresetReading =
  | { kind: 'preset'; preset: Preset }
  /** Of an older form: `content` has to be migrated. */
  | { kind: 'older'; content: Record<string, unknown> }
  /** Written by a newer version of this program, which alone knows what it means. */
  | { kind: 'newer'; failure: Failure }
  | { kind: 'damaged'; failure: Failure };

/**
 * Judges the text of a preset's file. `$schema` and what conf keeps for itself are passed over.
 * @param where Name of the file, for messages.
 * @param version The form that this program writes.
 */
export function readPresetText(text: string, where: string, version = presetVersion): PresetReading {
  try {
    const json = parseJsonText(text, where);
    const { value } = json;
    const newer = newerFindings(value, version);
    if (newer.length > 0) return { kind: 'newer', failure: failureOf(newer, json, where) };
    if (isRecord(value) && isVersion(value.version) && value.version < version) {
      return { kind: 'older', content: value };
    }
    const findings = presetFindings(value, version);
    if (findings.length > 0) return { kind: 'damaged', failure: failureOf(findings, json, where) };
    return { kind: 'preset', preset: presetFrom(value as Record<string, unknown>) };
  } catch (error) {
    if (error instanceof Failure) return { kind: 'damaged', failure: error };
    throw error;
  }
}

/**
 * Reads a preset that somebody exported, or wrote.
 * @throws Failure (exit status 2) with everything that is wrong, each with `file:line:column`.
 */
export function parsePreset(text: string, where: string): Preset {
  const reading = readPresetText(text, where);
  if (reading.kind === 'preset') return reading.preset;
  if (reading.kind !== 'older') throw reading.failure;
  throw badInput({ what: t`\`${where}\` has no version that this program knows.`, where });
}

/** The content of a preset's file; a description of several lines is a list of them. */
export function presetContent(preset: Preset): Record<string, unknown> {
  const lines = preset.description.split('\n');
  return {
    version: presetVersion,
    name: preset.name,
    description: lines.length === 1 ? preset.description : lines,
    document: preset.document,
  };
}

/** A preset as a file to pass on; {@link parsePreset} reads it back. */
export function presetText(preset: Preset): string {
  return `${JSON.stringify(presetContent(preset), null, 2)}\n`;
}

/** The preset of a content that was judged before. */
export function presetFrom({ name, description, document }: Record<string, unknown>): Preset {
  const lines = Array.isArray(description) ? description : [description];
  return {
    name: presetName(name as string),
    description: lines.join('\n'),
    document: document as ProjectFile,
  };
}

function newerFindings(value: unknown, version: number): Finding[] {
  if (!isRecord(value)) return [];
  const { document } = value;
  const found: Finding[] = [];
  const add = (path: string, given: unknown, known: number) => {
    if (!isVersion(given) || given <= known) return;
    found.push(
      errorAt(
        path,
        t`This preset is of version ${given}, and this program knows version ${known}.`,
        t`Use a newer tmpfsroot-wizard: \`npx tmpfsroot-wizard@latest\`.`,
      ),
    );
  };
  add('version', value.version, version);
  if (isRecord(document)) add('document.version', document.version, specVersion);
  return found;
}

const knownKeys = ['version', 'name', 'description', 'document'];
const passedOver = ['$schema', '__internal__'];

function presetFindings(value: unknown, version: number): Finding[] {
  if (!isRecord(value)) {
    return [errorAt('', t`The file holds no preset.`, t`Let it begin with \`{\` and end with \`}\`.`)];
  }
  const { name, description, document } = value;
  const unknown = Object.keys(value).filter((key) => !knownKeys.includes(key) && !passedOver.includes(key));
  const findings = findingsFor(unknown, (key) =>
    errorAt(
      key,
      t`A preset has no field \`${key}\`.`,
      didYouMean(key, knownKeys) + t`Known fields: ${knownKeys.join(', ')}.`,
    ),
  );
  if (value.version !== version) {
    findings.push(
      errorAt(
        'version',
        t`The version of the preset is missing or wrong.`,
        t`Write \`"version": ${version}\`.`,
      ),
    );
  }
  const nameProblem =
    typeof name === 'string' ? presetNameProblem(name) : t`The name of the preset is missing.`;
  if (nameProblem !== null)
    findings.push(errorAt('name', nameProblem, t`Write for example \`"name": "robot-1"\`.`));
  const lines = Array.isArray(description) ? description : [description];
  if (lines.length === 0 || !lines.every((line) => typeof line === 'string')) {
    findings.push(
      errorAt('description', t`The description is missing or no text.`, t`Write a text, or a list of lines.`),
    );
  }
  return [
    ...findings,
    ...checkDocument(document).map((finding) => ({
      ...finding,
      path: finding.path === '' ? 'document' : `document.${finding.path}`,
    })),
  ];
}

function failureOf(findings: readonly Finding[], { locate }: ParsedJson, where: string): Failure {
  const placed = firstFindings(findings).map((finding) => {
    const { line, column } = locate(finding.path);
    return { ...finding, where: `${where}:${line}:${column}` };
  });
  return badFindings(placed, t`${countOf(findings)} things in the preset are wrong:`);
}

function isVersion(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
