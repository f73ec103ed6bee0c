import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CutKind, cutKinds } from '../../src/powercut/states/cuts.js';
import { marksUntil, walk } from '../../src/powercut/states/walk.js';
import type { MadeEntry } from './made-log.js';
import { madeRecording } from './made-recording.js';
import { gapSector } from './small-disk.js';

/** In slot A, 8 sectors behind the beginning of a neighbourhood of 64 KiB. */
const at = 4232;
const one = (place: number, text: string): MadeEntry => ({
  write: at + place,
  content: Buffer.alloc(512, text),
});

interface Reached {
  id: string;
  /** First letter of each of eight sectors; `.` as at first, `?` neither. */
  content: string;
}

/** Cuts of some kinds, with what they leave in the sectors that are written. */
function reached(entries: readonly MadeEntry[], kinds: readonly CutKind[], seed = 1): Reached[] {
  const { recorded } = madeRecording(entries);
  return Array.from(walk(recorded, { seed, kinds }, { isWanted: () => true }), ({ cut, state }) => ({
    id: cut.id,
    content: Array.from({ length: 8 }, (_, place) => letterOf(state.read(at + place, 1))).join(''),
  }));
}

function letterOf(content: Buffer): string {
  const text = content.toString('latin1');
  const [letter = ''] = text;
  if (letter === '\0') return '0';
  if (!text.includes('rootA')) return letter;
  // The content of the slot begins with any of its letters.
  return /^(.)\1{63}/s.test(text) ? letter.toLowerCase() : '.';
}

const contents = (cuts: readonly Reached[]) => cuts.map(({ content }) => content);

describe('the cuts of a recording', () => {
  test('are before the first write and after each sector', () => {
    const entries: MadeEntry[] = [
      { write: at, content: Buffer.alloc(1024, 'A') },
      'flush',
      one(0, 'B'),
      { discard: at + 4, sectors: 2 },
    ];
    const cuts = reached(entries, ['prefix']);
    assert.deepEqual(contents(cuts), ['........', 'A.......', 'AA......', 'BA......', 'BA..00..']);
    assert.deepEqual(
      cuts.map(({ id }) => id),
      ['e0.start', 'e0.p0.0', 'e0.p0.1', 'e1.p0.0', 'e1.p1.0'],
    );
  });

  test('tear the sector that is written', () => {
    const cuts = reached([{ write: at, content: Buffer.alloc(1024, 'A') }, 'flush', one(3, 'B')], ['torn']);
    assert.deepEqual(contents(cuts), [
      'a.......',
      'a.......',
      'Aa......',
      'Aa......',
      'AA.b....',
      'AA.b....',
    ]);
  });

  test('spoil the 64 KiB around the sector that is written, once for each', () => {
    const long: MadeEntry = { write: at, content: Buffer.alloc(200 * 512, 'A') };
    const { recorded } = madeRecording([long]);
    const cuts = Array.from(
      walk(recorded, { seed: 1, kinds: ['garbage'] }, { isWanted: () => true }),
      ({ cut, state }) => ({ id: cut.id, changed: state.changed().length }),
    );
    assert.deepEqual(cuts, [
      { id: 'e0.g0.0', changed: 128 },
      { id: 'e0.g0.120', changed: 120 + 128 },
    ]);
  });

  test('leave any of the writes between two flushes', () => {
    const cuts = reached(
      [one(0, 'A'), one(1, 'B'), one(0, 'C'), 'flush', one(2, 'D'), one(3, 'E')],
      ['subset'],
    );
    assert.deepEqual(contents(cuts).sort(), [
      '.B......',
      'A.......',
      'AB......',
      'C.......',
      'C.......',
      'CB......',
      'CB.E....',
      'CBD.....',
    ]);
  });

  test('leave out no write that was forced to the medium before one that is there', () => {
    const forced: MadeEntry = { write: at + 1, content: Buffer.alloc(512, 'B'), fua: true };
    assert.deepEqual(contents(reached([one(0, 'A'), forced, one(2, 'C')], ['subset'])).sort(), [
      '.B......',
      '.BC.....',
      'A.......',
      'AB......',
    ]);
  });

  test('are samples of many writes: by the seed, the same each time', () => {
    const many = Array.from({ length: 11 }, (_, place) => one(place % 8, 'ABCDEFGHIJK'[place] ?? ''));
    const cuts = reached(many, ['subset']);
    assert.ok(cuts.length > 400, String(cuts.length));
    assert.deepEqual(reached(many, ['subset']), cuts);
    assert.notDeepEqual(reached(many, ['subset'], 2), cuts);
  });

  test('with a lost flush leave out what came before it', () => {
    const entries = [one(0, 'A'), 'flush' as const, one(1, 'B')];
    assert.deepEqual(contents(reached(entries, ['lost-flush'])).sort(), ['.B......', 'A.......']);
    assert.ok(!contents(reached(entries, ['prefix', 'torn', 'subset'])).includes('.B......'));
  });

  test('begin each epoch where the one before ended, whatever was tried in it', () => {
    const entries = [one(0, 'A'), one(1, 'B'), 'flush' as const, one(2, 'C'), 'flush' as const, one(3, 'D')];
    const ends = reached(entries, cutKinds).filter(({ id }) => id === 'e2.p0.0');
    assert.deepEqual(contents(ends), ['ABCD....']);
    const alone = [
      ...walk(
        madeRecording(entries).recorded,
        { seed: 1, kinds: cutKinds },
        { isWanted: ({ number }) => number === 2 },
      ),
    ].map(({ cut }) => cut.id);
    assert.deepEqual(
      alone,
      reached(entries, cutKinds).flatMap(({ id }) => (id.startsWith('e2.') ? [id] : [])),
    );
  });
});

test('marks hold from the write on that follows them', () => {
  const mark = (text: string): MadeEntry => ({
    write: gapSector,
    content: Buffer.concat([Buffer.from(`tfr-mark ${text}\n`)], 512),
  });
  const { recorded } = madeRecording([
    one(0, 'A'),
    'flush',
    mark('line 1'),
    one(1, 'B'),
    mark('line 2'),
    one(2, 'C'),
  ]);
  const { epochs } = recorded.index;
  assert.deepEqual(
    epochs.map(({ writes }) => writes.length),
    [1, 2],
  );
  const last = epochs[1];
  assert.ok(last !== undefined);
  assert.deepEqual(marksUntil(epochs, last, 1), ['line 1']);
  assert.deepEqual(marksUntil(epochs, last, 2), ['line 1', 'line 2']);
  assert.deepEqual(epochs[0] === undefined ? null : marksUntil(epochs, epochs[0], 1), []);
});
