import { t } from './language/texts.js';

/** A longer text is not a misspelt name, and comparing takes time in proportion to both lengths. */
const longestName = 200;

/** Those of `known` that were most likely meant by `given`, nearest first; none when none is near. */
export function nearest(given: string, known: Iterable<string>, limit = 3): string[] {
  if (given.length > longestName) return [];
  const farthest = Math.max(1, Math.floor(given.length / 3));
  return [...known]
    .filter((name) => Math.abs(name.length - given.length) <= farthest)
    .map((name) => ({ name, distance: distanceOf(given, name) }))
    .filter(({ distance }) => distance <= farthest)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ name }) => name);
}

/** The nearest of `known`; null when none is near, or several are equally so. */
export function onlyNearest(given: string, known: Iterable<string>): string | null {
  const [first, second] = nearest(given, known, 2);
  if (first === undefined) return null;
  const isTie = second !== undefined && distanceOf(given, first) === distanceOf(given, second);
  return isTie ? null : first;
}

/** "Did you mean `x`?" and a blank behind it, or nothing. */
export function didYouMean(given: string, known: Iterable<string>): string {
  const [guess] = nearest(given, known, 1);
  return guess === undefined ? '' : t`Did you mean \`${guess}\`? `;
}

function distanceOf(given: string, name: string): number {
  return editDistance(given.toLowerCase(), name.toLowerCase());
}

/** Letters to add, remove, change, or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (last[column - 1] as number) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] as number) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] as number;
}
