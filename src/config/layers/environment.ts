import { setAt } from '../../base/field-path.js';
import { t } from '../../base/language/texts.js';
import { fieldAt, fieldList } from '../fields/spec-fields.js';
import type { Layer } from './layers.js';

/** The variables of the seed's interface, with the field that each sets. */
export const environmentFields: Readonly<Record<string, string>> = Object.fromEntries(
  fieldList.flatMap(({ path, variable }) => (variable === undefined ? [] : [[variable, path]])),
);

/** What the environment says of a spec. An empty variable counts as not set. */
export function environmentLayer(env: Readonly<Record<string, string | undefined>>): Layer {
  let document: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(environmentFields)) {
    const text = env[name]?.trim();
    if (text !== undefined && text !== '') document = setAt(document, path, fieldValue(path, text));
  }
  return {
    document,
    where: (path) =>
      Object.entries(environmentFields).find(
        ([, field]) => path === field || path.startsWith(`${field}[`),
      )?.[0] ?? t`environment`,
  };
}

function fieldValue(path: string, text: string): unknown {
  const { flag } = fieldAt(path);
  if (flag?.kind === 'list') {
    return text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
  }
  return flag?.kind === 'number' && /^\d+$/.test(text) ? Number(text) : text;
}
