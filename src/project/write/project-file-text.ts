import { getAt, setAt } from '../../base/field-path.js';
import { specToDocument } from '../../config/document.js';
import type { ImageSpec } from '../../config/image-spec.js';

/** Name of the JSON Schema beside the project file, for editors. */
export const schemaFileName = 'tmpfsroot.schema.json';

/**
 * The text of tmpfsroot.json for a spec; reading it gives the same spec.
 * @param stated Fields that are written even when they are empty, because something below says otherwise.
 */
export function projectFileText(spec: ImageSpec, stated: readonly string[] = []): string {
  const document = stated.reduce<Record<string, unknown>>(
    (rest, path) => setAt(rest, path, getAt(spec, path)),
    specToDocument(spec),
  );
  return jsonText({ $schema: `./${schemaFileName}`, ...document });
}

/** JSON with two blanks, and lists of plain values on one line where they fit. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(/\[\n[^[\]{}]*\]/g, (list) => {
    // A text may hold the bracket at which this ends.
    if (!/\n *\]$/.test(list)) return list;
    const joined = list.replace(/\n */g, ' ').replace(/^\[ | \]$/g, (edge) => edge.trim());
    return joined.length <= 90 ? joined : list;
  });
  return `${text}\n`;
}
