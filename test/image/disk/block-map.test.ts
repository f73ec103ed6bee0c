import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BlockMap, formatBlockMap, parseBlockMap } from '../../../src/image/disk/block-map.js';

const map: BlockMap = {
  ...{ imageSize: 40_960, blockSize: 4096 },
  ranges: [
    { first: 0, last: 1, sha256: 'a'.repeat(64) },
    { first: 4, last: 4, sha256: 'b'.repeat(64) },
    { first: 9, last: 9, sha256: 'c'.repeat(64) },
  ],
};

test('a map that is written is read as it was, and counts its blocks', () => {
  const text = formatBlockMap(map);
  assert.deepEqual(parseBlockMap(text), map);
  assert.match(text, /<BlocksCount> 10 <\/BlocksCount>/);
  assert.match(text, /<MappedBlocksCount> 4 <\/MappedBlocksCount>/);
  assert.match(text, /<Range chksum="a{64}"> 0-1 <\/Range>\n {4}<Range chksum="b{64}"> 4 <\/Range>/);
});

const text = formatBlockMap(map);
const wrong: [string, string][] = [
  ['of which a letter was changed', text.replace('a'.repeat(64), `${'a'.repeat(63)}d`)],
  ['of another version', text.replace('version="2.0"', 'version="1.4"')],
  ['of another kind of checksum', text.replace('sha256', 'sha1')],
  ['that is empty', ''],
  ['that is cut', text.slice(0, 300)],
  ['whose ranges overlap', formatBlockMap({ ...map, ranges: [...map.ranges].reverse() })],
  ['that goes beyond the image', formatBlockMap({ ...map, imageSize: 4096 })],
];
for (const [what, bad] of wrong) {
  test(`a map ${what} is none`, () => assert.equal(parseBlockMap(bad), null));
}
