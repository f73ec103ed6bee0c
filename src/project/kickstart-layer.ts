import { isDeepStrictEqual } from 'node:util';
import { documentToSpec } from '../spec/document.js';
import { getAt, setAt } from '../spec/field-path.js';
import type { Finding } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import type { ProjectFile } from '../spec/schema.js';
import type { Layer } from '../spec/sources.js';
import { errorIn, placeText } from './kickstart/finding-at.js';
import type { ParsedCommand } from './kickstart/parse-command.js';
import type { Kickstart } from './kickstart/read-kickstart.js';
import type { SaidField } from './kickstart/said.js';

/** The fields of a spec that kickstart commands give, with the line of each; undefined where they give none. */
export function kickstartLayer({
  fields,
  elements,
}: Pick<Kickstart, 'fields' | 'elements'>): Layer | undefined {
  if (fields.length === 0) return undefined;
  return {
    document: documentOf(fields),
    where(path) {
      const names = [...elements.keys()].filter((name) => isWithinPath(path, name));
      const [nearest] = names.sort((a, b) => b.length - a.length);
      const element = nearest === undefined ? undefined : elements.get(nearest);
      if (element !== undefined) return placeText(element);
      const field = fields.find((one) => isWithinPath(path, one.path) || isWithinPath(one.path, path));
      const command = field?.commands[0];
      return command === undefined ? 'ks/ks.root.cfg' : placeText(command);
    },
  };
}

/** Fields that kickstart commands give and that are empty in a spec, so that a project file would leave them out. */
export function emptiedFields(fields: readonly SaidField[], spec: ImageSpec): string[] {
  return fields
    .filter(({ path, value }) => isEmpty(getAt(spec, path)) && !isEmpty(value))
    .map(({ path }) => path);
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** Where tmpfsroot.json and a kickstart command say two things of one field: nobody could tell which was meant. */
export function contradictions(
  fields: readonly SaidField[],
  file: Layer | undefined,
  isSame: (command: ParsedCommand) => boolean,
): Finding[] {
  if (file === undefined) return [];
  return fields.flatMap((field) => {
    const other = getAt(file.document, field.path);
    if (other === undefined || isDeepStrictEqual(whole(field.path, other), whole(field.path, field.value)))
      return [];
    const command = field.commands.find((one) => !isSame(one));
    if (command === undefined) return [];
    const shown = command.rule.secret ? `${command.name} ...` : command.text;
    return [
      {
        ...errorIn(
          command,
          `\`${shown}\` does not say what tmpfsroot.json says, and only one of them can have an effect.`,
          `Make the line a comment, or take \`${field.path}\` out of tmpfsroot.json (${file.where(field.path)}).`,
        ),
        path: field.path,
        ...(command.rule.secret || field.commands.length > 1
          ? {}
          : { fix: { path: field.path, value: field.value, text: 'what the line says' } }),
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

function documentOf(fields: readonly SaidField[]): Record<string, unknown> {
  return fields.reduce<Record<string, unknown>>(
    (document, { path, value }) => setAt(document, path, value),
    {},
  );
}

function isWithinPath(path: string, outer: string): boolean {
  return path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)));
}
