import { isDeepStrictEqual } from 'node:util';
import { recordedSpec } from '../pipeline/recorded-spec.js';
import { diffSpecs } from '../presets/spec-diff.js';
import { readSpecPackages } from '../project/packages-list.js';
import { documentToSpec } from '../spec/document.js';
import { isRecord } from '../spec/field-path.js';
import type { ImageSpec } from '../spec/image-spec.js';

/** What is new in a spec beside the one that the record of the last build holds, a line for each field. */
export function changesSince(lastBuilt: ImageSpec, spec: ImageSpec): string[] {
  const recorded = recordedSpec(spec, readSpecPackages(spec.packages ?? []).packages);
  return specChanges(lastBuilt, documentToSpec(recorded));
}

/** What is different in a spec, a line for each field: `partitions.sizes.log: 2048, was 1024`. */
export function specChanges(before: ImageSpec, after: ImageSpec): string[] {
  return diffSpecs(before, after).map(({ path, from, to }) => {
    if (/passwordHash$/i.test(path)) return `${path}: changed`;
    if (Array.isArray(from ?? []) && Array.isArray(to ?? [])) {
      return `${path}: ${listChange((from ?? []) as unknown[], (to ?? []) as unknown[])}`;
    }
    return `${path}: ${textOf(to)}, was ${textOf(from)}`;
  });
}

function listChange(was: readonly unknown[], is: readonly unknown[]): string {
  const isIn = (one: unknown, list: readonly unknown[]) =>
    list.some((other) => isDeepStrictEqual(one, other));
  const added = is.filter((one) => !isIn(one, was)).map((one) => `+${nameOf(one)}`);
  const lost = was.filter((one) => !isIn(one, is)).map((one) => `-${nameOf(one)}`);
  return added.length + lost.length === 0 ? 'in another order' : [...added, ...lost].join(' ');
}

function nameOf(value: unknown): string {
  if (!isRecord(value)) return String(value);
  return String(value.name ?? value.id ?? 'entry');
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? 'none' : String(value);
}
