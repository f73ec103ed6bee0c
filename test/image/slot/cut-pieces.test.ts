import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { cutPieces, mostPieces, type Piece, pieceEnd } from '../../../src/image/slot/cut-pieces.js';
import { tablePlace, tableText } from '../../../src/image/slot/piece-table.js';
import { scratchFolder } from '../../helpers/scratch.js';

const { signal } = new AbortController();

/** Bytes without a pattern, the same each time (xorshift, Marsaglia 2003). */
function noise(seed: number, bytes: number): Buffer {
  let word = seed;
  const words = Uint32Array.from({ length: Math.ceil(bytes / 4) }, () => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return word;
  });
  return Buffer.from(words.buffer, 0, bytes);
}

test('an image is cut into pieces that are its bytes, of 16 to 256 KiB each', async (t) => {
  const file = path.join(scratchFolder(t), 'image');
  // Longer than what is read at once.
  const image = Buffer.concat([noise(1, 5_000_000), Buffer.alloc(1_000_000), noise(2, 12_345)]);
  writeFileSync(file, image);
  const pieces = await cutPieces(file, signal);
  let at = 0;
  for (const { id, bytes } of pieces) {
    const content = image.subarray(at, at + bytes);
    assert.equal(createHash('sha256').update(content).digest('hex').slice(0, 12), id);
    at += bytes;
  }
  assert.equal(at, image.length);
  assert.ok(pieces.slice(0, -1).every(({ bytes }) => bytes >= 16_384 && bytes <= 262_144));
  assert.ok(pieces.length <= mostPieces(image.length));
  assert.ok(pieces.length > image.length / 65_536, String(pieces.length));
});

test('what is put in at one place changes the pieces there, and no others', async (t) => {
  const dir = scratchFolder(t);
  const image = noise(1, 3_000_000);
  const of = async (content: Buffer) => {
    writeFileSync(path.join(dir, 'image'), content);
    return await cutPieces(path.join(dir, 'image'), signal);
  };
  const before = new Set((await of(image)).map(({ id }) => id));
  const after = await of(
    Buffer.concat([image.subarray(0, 1_000_000), Buffer.from('more'), image.subarray(1_000_000)]),
  );
  assert.ok(after.filter(({ id }) => !before.has(id)).length <= 4);
});

test('an end is not guessed at: more of the file may move it', () => {
  const bytes = noise(1, 20_000);
  assert.equal(pieceEnd(bytes.subarray(0, 16_384), 0, false), -1);
  assert.equal(pieceEnd(bytes.subarray(0, 16_384), 0, true), 16_384);
});

test('the lines of a table have no id for a piece that has something of the table, and fit into its place', () => {
  const pieces: Piece[] = [
    { id: 'aaaaaaaaaaaa', bytes: 5000 },
    { id: 'bbbbbbbbbbbb', bytes: 5000 },
    { id: 'cccccccccccc', bytes: 5000 },
    { id: 'dddddddddddd', bytes: 5000 },
  ];
  const text = tableText(pieces, { at: 8192, bytes: 4096 });
  assert.equal(text, 'aaaaaaaaaaaa 5000\n------------ 5000\n------------ 5000\ndddddddddddd 5000\n');
  const place = tablePlace(100 * 1024 * 1024);
  assert.equal(place.length % 4096, 0);
  assert.ok(place.length >= mostPieces(102 * 1024 * 1024) * 'abcdef012345 262144\n'.length);
});
