import { formatPath, isRecord, type Step } from './field-path.js';
import { type Finding, warningAt } from './finding.js';
import { placeholderIn } from './placeholder.js';

/** Texts of a spec (or its document) that look like a template's placeholder, which nobody has filled in. */
export function placeholderFindings(document: unknown, steps: readonly Step[] = []): Finding[] {
  if (typeof document === 'string') {
    const form = placeholderIn(document);
    if (form === null) return [];
    return [
      warningAt(
        formatPath(steps),
        `\`${document}\` looks like a placeholder (\`${form}\`) that no template has filled in.`,
        'Write the value itself; nothing needs to be done if this is the value.',
      ),
    ];
  }
  if (Array.isArray(document))
    return document.flatMap((element, index) => placeholderFindings(element, [...steps, index]));
  if (!isRecord(document)) return [];
  return Object.entries(document).flatMap(([key, value]) => placeholderFindings(value, [...steps, key]));
}
