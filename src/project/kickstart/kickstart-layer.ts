import { isDeepStrictEqual } from 'node:util';
import { getAt, isWithin, setAt } from '../../base/field-path.js';
import type { Finding } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { documentToSpec } from '../../config/document.js';
import { fieldAt } from '../../config/fields/spec-fields.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { Layer } from '../../config/layers/layers.js';
import type { ProjectFile } from '../../config/schema.js';
import { errorIn, placeText } from './finding-at.js';
import type { KickstartField } from './kickstart-result.js';
import type { Kickstart } from './read-kickstart.js';

/** The fields of a spec that kickstart commands give, with the line of each; undefined where they give none. */
export function kickstartLayer({
  fields,
  elements,
}: Pick<Kickstart, 'fields' | 'elements'>): Layer | undefined {
  if (fields.length === 0) return undefined;
  return {
    document: documentOf(fields),
    where(path) {
      const element = elements.get(nearestOf(path, elements));
      if (element !== undefined) return placeText(element);
      const field = fields.find((one) => isWithin(path, one.path) || isWithin(one.path, path));
      const command = field?.commands[0];
      return command === undefined ? 'ks/ks.root.cfg' : placeText(command);
    },
  };
}

/** The field at a path, or the nearest outer one that is known; the outermost where none is. */
function nearestOf(path: string, known: ReadonlyMap<string, unknown>): string {
  const outer = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  return outer < 0 || known.has(path) ? path : nearestOf(path.slice(0, outer), known);
}

/**
 * Fields that kickstart commands give and that are empty in a spec, so that a project file would leave them out: those
 * that a screen of the wizard asks for, where a person has emptied them. Of others the command counts.
 */
export function emptiedFields(fields: readonly KickstartField[], spec: ImageSpec): string[] {
  return fields
    .filter(({ path }) => fieldAt(path).screen !== undefined)
    .filter(({ path, value }) => isEmpty(getAt(spec, path)) && !isEmpty(value))
    .map(({ path }) => path);
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** Where tmpfsroot.json and a kickstart command say two things of one field: nobody could tell which was meant. */
export function contradictions(fields: readonly KickstartField[], file: Layer | undefined): Finding[] {
  if (file === undefined) return [];
  return fields.flatMap((field) => {
    const other = getAt(file.document, field.path);
    if (other === undefined || isDeepStrictEqual(whole(field.path, other), whole(field.path, field.value)))
      return [];
    const [command] = field.commands;
    if (command === undefined) return [];
    const shown = command.rule.secret ? `${command.name} ...` : command.text;
    return [
      {
        ...errorIn(
          command,
          t`\`${shown}\` contradicts tmpfsroot.json, and only one of them can take effect.`,
          t`Make the line a comment, or remove \`${field.path}\` from tmpfsroot.json (${file.where(field.path)}).`,
        ),
        path: field.path,
        ...(command.rule.secret || field.commands.length > 1
          ? {}
          : { fix: { path: field.path, value: field.value, text: t`what the line says` } }),
      },
    ];
  });
}

/** A field's value with all that it leaves to the defaults, so that two of them can be compared. */
function whole(path: string, value: unknown): unknown {
  try {
    return getAt(documentToSpec(setAt({}, path, value) as ProjectFile), path);
  } catch {
    // Of the wrong shape, which is said elsewhere.
    return value;
  }
}

function documentOf(fields: readonly KickstartField[]): Record<string, unknown> {
  return fields.reduce<Record<string, unknown>>(
    (document, { path, value }) => setAt(document, path, value),
    {},
  );
}
