import { getAt, isRecord } from '../base/field-path.js';
import { defaultSpec } from './defaults.js';
import { diskName } from './fields/disk-names.js';
import { type AnyField, type FieldGroup, isField } from './fields/field.js';
import { fieldAt, specFields } from './fields/spec-fields.js';
import type { ImageSpec } from './image-spec.js';
import type { ProjectFile } from './schema.js';

/**
 * A whole spec as the content of a project file. Fields that are null or empty as they are by default
 * are left out, so that the file shows what was decided; so are switches that are off and that no screen of the wizard
 * asks for. Reading it back gives the same spec.
 */
export function specToDocument(spec: ImageSpec): ProjectFile {
  const whole = mapped(specFields, spec, ({ print }, value) => (print === undefined ? value : print(value)));
  return withoutEmpty(whole, defaultSpec(), '') as ProjectFile;
}

/**
 * The spec that a document means. The document must be free of findings (`checkDocument`); what it does not
 * say comes from the defaults. `/dev/sda` becomes `sda`.
 */
export function documentToSpec(document: ProjectFile, folderName?: string): ImageSpec {
  const name = document.name ?? folderName;
  const { devices, sectorSize } = document.disks ?? {};
  const base = defaultSpec({
    ...(name === undefined ? {} : { name }),
    ...(sectorSize === undefined ? {} : { sectorSize }),
    ...(devices === undefined ? {} : { devices: devices.map(diskName) }),
  });
  const said = mapped(specFields, document, ({ parse }, value) =>
    parse === undefined ? value : parse(value),
  );
  return overlay(base, said) as ImageSpec;
}

/** `upper` laid over `lower`: objects are merged by key; lists and plain values replace. */
export function overlay(lower: unknown, upper: unknown): unknown {
  if (!isRecord(lower) || !isRecord(upper)) return upper === undefined ? lower : upper;
  const merged: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper)) merged[key] = overlay(lower[key], value);
  return merged;
}

/** The fields that values have, each changed; what is undefined before or after it is left out. */
function mapped(
  group: FieldGroup,
  values: object,
  change: (field: AnyField, value: unknown) => unknown,
): Record<string, unknown> {
  const changed = Object.entries(group).map(([name, node]): [string, unknown] => {
    const value = (values as Record<string, unknown>)[name];
    if (value === undefined) return [name, undefined];
    return [name, isField(node) ? change(node, value) : mapped(node, value as object, change)];
  });
  return Object.fromEntries(changed.filter(([, value]) => value !== undefined));
}

function withoutEmpty(value: unknown, defaults: ImageSpec, path: string): unknown {
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const innerPath = path === '' ? key : `${path}.${key}`;
    const small = withoutEmpty(inner, defaults, innerPath);
    const usual = getAt(defaults, innerPath);
    if (small === false && usual === false && fieldAt(innerPath).screen === undefined) return [];
    return isEmptyAs(usual, small) ? [] : [[key, small]];
  });
  return Object.fromEntries(kept);
}

/** An empty list is not null: `packages: []` is a list that names nothing, not one that stands in packages.list. */
function isEmptyAs(usual: unknown, value: unknown): boolean {
  if (isRecord(value)) return Object.keys(value).length === 0;
  if (Array.isArray(value)) return value.length === 0 && Array.isArray(usual) && usual.length === 0;
  return (value ?? null) === null && (usual ?? null) === null;
}
