import { defaultValue, plainBase } from '../../src/config/defaults.js';
import { fieldList } from '../../src/config/fields/spec-fields.js';
import { projectJsonSchema } from '../../src/config/json-schema.js';
import { repositoryFlags } from '../../src/config/layers/flag-table.js';

interface Schema {
  description?: string;
  enum?: (string | number)[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  items?: Schema;
  minimum?: number;
  maximum?: number;
}

const records = new Map(fieldList.map((field) => [field.path, field]));

/** Flags that set several fields of a repository together. */
const flagsBesides: Readonly<Record<string, string>> = {
  repositories: repositoryFlags.repo.flag,
  'repositories[].keys': repositoryFlags.key.flag,
};

/** Every field of tmpfsroot.json as a table of Markdown, from the records of the fields and their schema. */
export function fieldsMarkdown(): string {
  const rows = leavesOf('', projectJsonSchema()).map(([field, schema]) => {
    const variable = records.get(field)?.variable;
    const cells = [
      ...[`\`${field}\``, flagsOf(field), variable === undefined ? '' : `\`${variable}\``],
      ...[defaultOf(field), `${schema.description ?? ''}${valuesOf(schema)}`],
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| field | flag | variable | default | meaning |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** Fields that hold a value, in the order of the schema; those of lists of objects under `NAME[]`. */
function leavesOf(path: string, schema: Schema): [string, Schema][] {
  const own = Object.entries(schema.properties ?? {}).filter(([name]) => name !== '$schema');
  return own.flatMap(([name, inner]): [string, Schema][] => {
    const field = path === '' ? name : `${path}.${name}`;
    if (inner.properties !== undefined) return leavesOf(field, inner);
    const forms = [inner, ...(inner.anyOf ?? [])];
    const items = forms.find((one) => one.items?.properties)?.items;
    const object = forms.find((one) => one.properties);
    return [
      [field, inner],
      ...(items === undefined ? [] : leavesOf(`${field}[]`, items)),
      ...(object === undefined ? [] : leavesOf(field, object)),
    ];
  });
}

function flagsOf(field: string): string {
  const flag = records.get(field)?.flag;
  const name = flag?.name ?? flagsBesides[field];
  if (name === undefined) return '';
  const names = flag?.kind === 'switch' ? [name, name.replace('--', '--no-')] : [name];
  return names.map((one) => `\`${one}\``).join(', ');
}

function defaultOf(field: string): string {
  const record = records.get(field);
  if (record === undefined) return '';
  const value = record.defaultText ?? defaultValue(record, plainBase) ?? '';
  if (value === '' || record.defaultText !== undefined) return String(value);
  const words = Array.isArray(value) ? value : [value];
  return words.map((word) => `\`${word}\``).join(', ');
}

/** What a field may be, where the schema lists it or limits it. */
function valuesOf({ enum: values, items, minimum, maximum }: Schema): string {
  if (items?.enum !== undefined) return ` Any of ${items.enum.map((value) => `\`${value}\``).join(', ')}.`;
  if (values !== undefined && values.length > 1)
    return ` One of ${values.map((value) => `\`${value}\``).join(', ')}.`;
  return minimum !== undefined && maximum !== undefined ? ` ${minimum} to ${maximum}.` : '';
}
