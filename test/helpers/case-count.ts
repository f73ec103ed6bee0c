/**
 * How many cases of a kind a test tries: all in a run of every layer, a sixth where somebody waits for it at each
 * change. The first ones are the same in both.
 */
export function caseCount(all: number): number {
  return process.env.TMPFSROOT_TEST_CASES === 'few' ? Math.ceil(all / 6) : all;
}
