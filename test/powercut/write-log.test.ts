import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLog } from '../../src/powercut/log/write-log.js';
import { logBytes, type MadeEntry, readMadeLog } from './made-log.js';

const sector = (text: string) => Buffer.alloc(512, text);

test('a log is read request by request', () => {
  const log = logBytes([
    { write: 8, content: Buffer.concat([sector('a'), sector('b')]) },
    'flush',
    { write: 9, content: sector('c'), fua: true, flush: true },
    { discard: 100, sectors: 50 },
    { mark: 'here' },
    { write: 1, content: sector('d') },
  ]);
  assert.deepEqual(
    [...readLog(readMadeLog(log))],
    [
      { kind: 'write', sector: 8, sectors: 2, fua: false, offset: 1024 },
      { kind: 'flush' },
      { kind: 'flush' },
      { kind: 'write', sector: 9, sectors: 1, fua: true, offset: 3072 },
      { kind: 'discard', sector: 100, sectors: 50 },
      { kind: 'mark', text: 'here' },
      { kind: 'write', sector: 1, sectors: 1, fua: false, offset: 5120 },
    ],
  );
});

const entries: MadeEntry[] = [{ write: 8, content: sector('a') }];
const whole = logBytes(entries);
const withBytes = (at: number, value: number) => {
  const bytes = Buffer.from(whole);
  bytes.writeUInt32LE(value, at);
  return bytes;
};
const bad: [string, Buffer, RegExp][] = [
  ['is empty', Buffer.alloc(0), /does not begin as/],
  ['is of another kind', withBytes(0, 7), /does not begin as/],
  ['is of a later version', withBytes(8, 2), /does not begin as/],
  ['has sectors of another size', withBytes(24, 4096), /sectors have 4096 bytes/],
  ['ends before an entry', logBytes(entries, 2), /ends before entry 1 of 2/],
  ['ends in the data of an entry', whole.subarray(0, 1100), /ends in the data of entry 0/],
];
for (const [name, bytes, why] of bad) {
  test(`a file that ${name} is refused`, () => {
    assert.throws(
      () => [...readLog(readMadeLog(bytes))],
      (error: { exitStatus?: number; facts?: { why?: string } }) =>
        error.exitStatus === 2 && why.test(error.facts?.why ?? ''),
    );
  });
}
