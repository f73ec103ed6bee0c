import { Failure, type FailureFacts } from '../../src/base/failure.js';

/** What a call that must fail tells a person; any other outcome fails the test. */
export async function failureOf(
  call: Promise<unknown> | (() => unknown),
): Promise<FailureFacts & { status: number }> {
  try {
    await (typeof call === 'function' ? call() : call);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...error.facts, status: error.exitStatus };
  }
  throw new Error('It did not fail.');
}
