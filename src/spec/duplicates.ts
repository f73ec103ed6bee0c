import { errorAt, type Finding } from './finding.js';
import { listFix } from './fix.js';

/** An error for each value of a list that stands in it before. */
export function duplicates(path: string, values: readonly string[], noun: string): Finding[] {
  return repeated(values).map(({ value, index }) => ({
    ...repetition(`${path}[${index}]`, value, noun),
    fix: listFix(path, [...new Set(values)]),
  }));
}

/** The same for objects, by their names; the fix keeps the first of each. */
export function duplicateObjects<T>(
  path: string,
  values: readonly T[],
  nameOf: (value: T) => string,
  noun: string,
): Finding[] {
  const names = values.map(nameOf);
  const kept = values.filter((_, index) => names.indexOf(names[index] as string) === index);
  return repeated(names).map(({ value, index }) => ({
    ...repetition(`${path}[${index}]`, value, noun),
    fix: { path, value: kept, text: `only the first \`${value}\`` },
  }));
}

function repeated(values: readonly string[]): { value: string; index: number }[] {
  return values
    .map((value, index) => ({ value, index }))
    .filter(({ value, index }) => values.indexOf(value) !== index);
}

function repetition(path: string, value: string, noun: string): Finding {
  return errorAt(path, `The ${noun} \`${value}\` is named twice.`, 'Remove one of them.');
}
