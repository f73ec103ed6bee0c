import assert from 'node:assert/strict';

/** Milliseconds: what takes longer does not grow with its input, but with a power of it. */
const guard = 10_000;

/** What `work`, which takes some milliseconds, returns; fails where it takes as long as only quadratic work does. */
export function inLinearTime<Result>(what: string, work: () => Result): Result {
  const begin = performance.now();
  const result = work();
  assert.ok(performance.now() - begin < guard, `${what} took ${performance.now() - begin} ms`);
  return result;
}
