import { defaultSpec } from '../../src/spec/defaults.js';
import { environmentFields } from '../../src/spec/environment.js';
import { getAt } from '../../src/spec/field-path.js';
import { flagTable, repositoryFlags } from '../../src/spec/flag-table.js';
import { projectJsonSchema } from '../../src/spec/json-schema.js';

interface Schema {
  description?: string;
  enum?: (string | number)[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  items?: Schema;
  minimum?: number;
  maximum?: number;
}

/** Defaults that are not one fixed value. */
const computedDefaults: Readonly<Record<string, string>> = {
  name: 'name of the folder',
  packages: '`packages.list`',
  repositories: 'those of the release',
  'disks.main': 'first of `disks.devices`',
  'disks.sizeMiB': 'smallest that fits',
  'partitions.sizes.esp': '`200`; `260` with 4096-byte sectors',
  'system.hostname': '`name`',
  cacheDir: '`$XDG_CACHE_HOME/tmpfsroot-wizard`',
  'install.netinst.image': 'that of the release',
};

const flags: Readonly<Record<string, string>> = {
  ...Object.fromEntries(flagTable.map(({ flag, path }) => [path, `\`${flag}\``])),
  'install.unattended': '`--unattended`, `--no-unattended`',
  repositories: `\`${repositoryFlags.repo.flag}\``,
  'repositories[].keys': `\`${repositoryFlags.key.flag}\``,
};
const variables = Object.fromEntries(Object.entries(environmentFields).map(([name, field]) => [field, name]));

/** Every field of tmpfsroot.json as a table of Markdown, from the schema, the flags and the defaults of the program. */
export function fieldsMarkdown(): string {
  const rows = leavesOf('', projectJsonSchema()).map(([field, schema]) => {
    const variable = variables[field];
    const cells = [
      ...[`\`${field}\``, flags[field] ?? '', variable === undefined ? '' : `\`${variable}\``],
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
    const items = [inner, ...(inner.anyOf ?? [])].find((one) => one.items?.properties)?.items;
    return [[field, inner], ...(items === undefined ? [] : leavesOf(`${field}[]`, items))];
  });
}

function defaultOf(field: string): string {
  const computed = computedDefaults[field];
  if (computed !== undefined) return computed;
  const value = field.includes('[]') ? undefined : getAt(defaultSpec(), field);
  if (value === undefined || value === null) return '';
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
