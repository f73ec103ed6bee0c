/**
 * How many generated cases a test tries: all in a run of every layer, a sixth where a developer waits for the unit
 * layer. The first ones are the same in both.
 */
export function caseCount(all: number): number {
  return process.env.TMPFSROOT_TEST_CASES === 'few' ? Math.ceil(all / 6) : all;
}
