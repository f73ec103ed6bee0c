import assert from 'node:assert/strict';
import { test } from 'node:test';
import { probeShare, readProbe, shareFailure } from '../../../src/engine/container/share-probe.js';
import { fakeEngine } from '../../helpers/fake-engine.js';
import { scratchFolder } from '../../helpers/scratch.js';

const { signal } = new AbortController();

test('a daemon of another machine is told apart: what is written here is not there', async (t) => {
  const folder = scratchFolder(t);
  const elsewhere = fakeEngine(() => 'absent\n');
  assert.deepEqual(await probeShare(elsewhere, folder, signal), { kind: 'absent' });
  assert.match(shareFailure('docker', folder, 'absent').message, /do not see the folder/);
});

for (const [what, text, expected] of [
  [
    'root of a container without root on the host',
    'owner 0\nkept 12:34:4750\n',
    { kind: 'shared', owner: 0 },
  ],
  ['root that is the host’s', 'owner 1000\nkept 12:34:4750\n', { kind: 'shared', owner: 1000 }],
  ['a folder that a virtual machine shares', 'owner 501\n', { kind: 'flat' }],
  ['one that takes an owner and forgets it', 'owner 501\nkept 501:20:750\n', { kind: 'flat' }],
] as const) {
  test(`what the container says of a folder is understood: ${what}`, () => {
    assert.deepEqual(readProbe(text), expected);
  });
}
