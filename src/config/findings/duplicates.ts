import { errorAt, type Finding, findingsFor } from '../../base/finding.js';
import { t, translated } from '../../base/language/texts.js';
import { listFix } from './fix.js';

/** An error for each value of a list that stands in it before. */
export function duplicates(path: string, values: readonly string[], noun: string): Finding[] {
  const fix = listFix(path, [...new Set(values)]);
  return findingsFor(repeated(values), ({ value, index }) => ({
    ...repetition(`${path}[${index}]`, value, noun),
    fix,
  }));
}

/** The same for objects, by their names; the fix keeps the first of each. */
export function duplicateObjects<T>(
  path: string,
  values: readonly T[],
  nameOf: (value: T) => string,
  noun: string,
): Finding[] {
  const again = repeated(values.map(nameOf));
  const indexes = new Set(again.map(({ index }) => index));
  const kept = values.filter((_, index) => !indexes.has(index));
  return findingsFor(again, ({ value, index }) => ({
    ...repetition(`${path}[${index}]`, value, noun),
    fix: { path, value: kept, text: t`only the first \`${value}\`` },
  }));
}

function repeated(values: readonly string[]): { value: string; index: number }[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    const isAgain = seen.has(value);
    seen.add(value);
    return isAgain ? [{ value, index }] : [];
  });
}

function repetition(path: string, value: string, noun: string): Finding {
  return errorAt(path, t`The ${translated(noun)} \`${value}\` is named twice.`, t`Remove one of them.`);
}
