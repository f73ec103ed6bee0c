import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Failure } from '../../src/base/failure.js';
import { failureText } from '../../src/commands/print.js';

/** A kind of input, and what must hold whatever it is. */
export interface Target {
  name: string;
  property: fc.IProperty<unknown>;
  /** How many of its inputs are tried where one of a whole project file is: all take about as long. */
  share: number;
}

/** What a program answers to an input, or how it refuses it; any other error is a defect. */
export function answerOf<T>(judge: () => T): T | Failure {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    assert.ok(error.facts.what.length > 5 && failureText(error).length < 1_000_000);
    return error;
  }
}

export function hasAnswered<T>(answer: T | Failure): answer is T {
  return !(answer instanceof Failure);
}

/** A target whose inputs are judged one by one. */
export function target<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  check: (input: T) => void,
  share = 1,
): Target {
  return { name, property: fc.property(inputs, check) as fc.IProperty<unknown>, share };
}

/** The same for inputs of a few words. */
export function quickTarget<T>(name: string, inputs: fc.Arbitrary<T>, check: (input: T) => void): Target {
  return target(name, inputs, check, 8);
}

/** Bytes of an input that is judged for its price. */
const largeBytes = 100_000;
/** Milliseconds of processor time that it may take. */
const mostMs = 1000;

/** What a large input is made of: one piece, again and again. */
export interface Repetition {
  head: string;
  /** Its `#` become the number of the repetition, from 0. */
  piece: string;
  tail: string;
}

/** A target whose inputs are large, and must take less than a second and time in proportion to their size. */
export function growth(
  name: string,
  repetitions: fc.Arbitrary<Repetition>,
  judge: (text: string) => unknown,
): Target {
  const property = fc.property(repetitions, (repetition) => {
    const large = repeated(repetition, largeBytes);
    const small = repeated(repetition, largeBytes / 4);
    const isFine = () => {
      const ms = msOf(() => judge(large));
      // What is short is measured badly; four times the size takes sixteen times as long where it grows faster.
      return ms < mostMs && (ms < mostMs / 8 || ms < 9 * msOf(() => judge(small)));
    };
    // A collection of garbage may fall into one of them.
    assert.ok(isFine() || isFine() || isFine(), `${largeBytes} bytes take ${msOf(() => judge(large))} ms`);
  });
  return { name: `${name}, large`, property: property as fc.IProperty<unknown>, share: 1 / 1000 };
}

function repeated({ head, piece, tail }: Repetition, bytes: number): string {
  const pieces: string[] = [];
  for (let length = 0; length < bytes; length += piece.length)
    pieces.push(piece.replaceAll('#', String(pieces.length)));
  return head + pieces.join('') + tail;
}

/** Processor time of this process: what other programs do meanwhile does not count. */
function msOf(work: () => unknown): number {
  const before = process.cpuUsage();
  answerOf(work);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
