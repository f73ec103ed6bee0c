import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../base/field-path.js';
import { t } from '../../base/language/texts.js';
import { recordedSpec } from '../../build/recorded-spec.js';
import { documentToSpec } from '../../config/document.js';
import { exactSize } from '../../config/fields/sizes.js';
import { fieldList } from '../../config/fields/spec-fields.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { diffSpecs } from '../../presets/spec-diff.js';
import { readSpecPackages } from '../../project/packages/packages-list.js';
import { labelOf } from './field-labels.js';

/** What is new in a spec beside the one that the record of the last build holds, a line for each field. */
export function changesSince(lastBuilt: ImageSpec, spec: ImageSpec): string[] {
  const recorded = recordedSpec(spec, readSpecPackages(spec.packages ?? []).packages);
  return specChanges(lastBuilt, documentToSpec(recorded));
}

/** What is different in a spec, a line for each field: `log: 2 GiB, was 1 GiB`. */
export function specChanges(before: ImageSpec, after: ImageSpec): string[] {
  return diffSpecs(before, after).map(({ path, from, to }) => {
    const label = labelOf(path) ?? path;
    if (/passwordHash$/i.test(path)) return t`${label}: changed`;
    if (Array.isArray(from ?? []) && Array.isArray(to ?? [])) {
      return `${label}: ${listChange((from ?? []) as unknown[], (to ?? []) as unknown[])}`;
    }
    return t`${label}: ${valueText(path, to)}, was ${valueText(path, from)}`;
  });
}

function listChange(was: readonly unknown[], is: readonly unknown[]): string {
  const isIn = (one: unknown, list: readonly unknown[]) =>
    list.some((other) => isDeepStrictEqual(one, other));
  const added = is.filter((one) => !isIn(one, was)).map((one) => `+${nameOf(one)}`);
  const lost = was.filter((one) => !isIn(one, is)).map((one) => `-${nameOf(one)}`);
  return added.length + lost.length === 0 ? t`in another order` : [...added, ...lost].join(' ');
}

function nameOf(value: unknown): string {
  if (!isRecord(value)) return String(value);
  return String(value.name ?? value.id ?? t`entry`);
}

function valueText(path: string, value: unknown): string {
  const isSize = fieldList.find((field) => field.path === path)?.flag?.value === 'SIZE';
  if (isSize && typeof value === 'number') return exactSize(value);
  return value === undefined || value === null ? t`none` : String(value);
}
