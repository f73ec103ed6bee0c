import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectedContent, fileSystemFault } from '../../src/powercut/check/file-system-fault.js';
import type { MadeEntry } from './made-log.js';
import { madeRecording } from './made-recording.js';

const write: MadeEntry = { write: 4200, content: Buffer.alloc(512, 'x') };

test('what is marked before a cut must be there, and of two identities either while one replaces the other', () => {
  const { epochs } = madeRecording([
    ...[write, 'flush' as const, { mark: 'line 6' }, { mark: 'kept one' }, write, 'flush' as const],
    ...[{ mark: 'line 12' }, { mark: 'kept two' }, write],
  ]).recorded.index;
  const at = (epoch: number, begun: number) => {
    const found = epochs[epoch];
    assert.ok(found !== undefined);
    return expectedContent(epochs, found, begun);
  };
  assert.deepEqual(at(0, 1), { lines: 0, kept: ['none', 'one'] });
  assert.deepEqual(at(1, 1), { lines: 6, kept: ['one', 'two'] });
  assert.deepEqual(at(2, 1), { lines: 12, kept: ['two'] });
});

const expected = { lines: 6, kept: ['one', 'two'] };
const cases: [string, typeof expected | null, string | null][] = [
  ['lines 6', expected, null],
  ['lines 9', expected, null],
  ['lines 5', expected, 'lines-lost'],
  ['kept one', expected, null],
  ['kept two', expected, null],
  ['kept none', expected, 'identity-lost'],
  ['kept three', expected, 'identity-lost'],
  ['formatted', expected, 'formatted'],
  ['unusable', expected, 'unusable'],
  ['', expected, 'silent'],
  // The medium has lost sectors: it need only be usable.
  ['lines 0', null, null],
  ['kept none', null, null],
  ['unusable', null, 'unusable'],
  ['formatted', null, 'formatted'],
];
for (const [found, content, fault] of cases) {
  test(`a file system of which is found \`${found}\` is ${fault ?? 'right'}${content === null ? ', where the medium lost sectors' : ''}`, () =>
    assert.equal(fileSystemFault(found, content), fault));
}
