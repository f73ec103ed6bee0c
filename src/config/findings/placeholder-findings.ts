import { formatPath, isRecord, type Step } from '../../base/field-path.js';
import { type Finding, warningAt } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { placeholderIn } from '../fields/placeholder.js';

/** Texts of a spec (or its document) that look like a template's placeholder, which nobody has filled in. */
export function placeholderFindings(document: unknown, steps: readonly Step[] = []): Finding[] {
  if (typeof document === 'string') {
    const form = placeholderIn(document);
    if (form === null) return [];
    return [
      warningAt(
        formatPath(steps),
        t`\`${document}\` looks like a placeholder (\`${form}\`) that was never filled in.`,
        t`Write the actual value. If this is the value, ignore this warning.`,
      ),
    ];
  }
  if (Array.isArray(document))
    return document.flatMap((element, index) => placeholderFindings(element, [...steps, index]));
  if (!isRecord(document)) return [];
  return Object.entries(document).flatMap(([key, value]) => placeholderFindings(value, [...steps, key]));
}
