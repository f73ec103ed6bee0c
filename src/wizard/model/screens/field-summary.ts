import { isDeepStrictEqual } from 'node:util';
import { getAt } from '../../../base/field-path.js';
import { t, translated } from '../../../base/language/texts.js';
import { defaultSpec } from '../../../config/defaults.js';
import type { FieldScreen } from '../../../config/fields/field.js';
import { matters } from '../../../config/fields/matters.js';
import { formatMiB } from '../../../config/fields/sizes.js';
import { fieldList, type PlacedField } from '../../../config/fields/spec-fields.js';
import type { ImageSpec } from '../../../config/image-spec.js';

/**
 * What was chosen on a screen, a few words each: what the records of its fields say of it, and of the other fields what
 * is not the default.
 */
export function fieldSummary(spec: ImageSpec, screen: FieldScreen): string[] {
  const parts: string[] = [];
  const isChosen = choiceIn(spec);
  for (const field of fieldList) {
    if (field.screen !== screen) continue;
    const text = summaryOf(spec, field, isChosen);
    if (/^[ ,、]/.test(text)) parts.push(`${parts.pop() ?? ''}${text}`);
    else if (text !== '') parts.push(text);
  }
  return parts;
}

/** What is not the default among the fields that no screen has, a line each. */
export function fileSummary(spec: ImageSpec): string[] {
  const isChosen = choiceIn(spec);
  return fieldList
    .filter((field) => field.screen === undefined && field.path !== 'version' && isChosen(field))
    .map((field) => `${field.path}: ${plainText(getAt(spec, field.path))}`);
}

/** Whether a field has an effect and another value than the one that nobody needs to give. */
function choiceIn(spec: ImageSpec): (field: PlacedField) => boolean {
  const { name, disks } = spec;
  const usual = defaultSpec({ name, sectorSize: disks.sectorSize, devices: disks.devices });
  return ({ path }) => matters(spec, path) && !isDeepStrictEqual(getAt(spec, path), getAt(usual, path));
}

function summaryOf(spec: ImageSpec, field: PlacedField, isChosen: (field: PlacedField) => boolean): string {
  const value = getAt(spec, field.path);
  if (field.summary !== undefined) return field.summary(value, (other) => getAt(spec, other));
  if (field.ask === undefined || !isChosen(field)) return '';
  return `${translated(field.ask.label.trim())}: ${valueText(field, value)}`;
}

function valueText({ flag, ask }: PlacedField, value: unknown): string {
  if (value === null) return t`none`;
  if (typeof value === 'boolean') return value ? t`yes` : t`no`;
  if (typeof value === 'number') return flag?.value === 'SIZE' ? formatMiB(value) : String(value);
  if (Array.isArray(value)) return value.length === 0 ? t`none` : value.join(' ');
  const label = ask?.labels?.[String(value)];
  return label === undefined ? String(value) : translated(label);
}

/** Lists may be long, and objects may hold what nobody should see. */
function plainText(value: unknown): string {
  if (Array.isArray(value) && value.some((one) => typeof one !== 'string')) return t`${value.length} entries`;
  if (Array.isArray(value)) return value.join(' ') || t`none`;
  return typeof value === 'object' && value !== null ? t`set` : String(value ?? t`none`);
}
