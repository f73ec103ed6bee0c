import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword } from '../../src/doctor/password.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { failureOf } from '../helpers/failure-of.js';
import { fakeEngine } from '../helpers/fake-engine.js';

const signal = new AbortController().signal;

const refused: [string, string, RegExp][] = [
  ['a line break', 'one\ntwo', /line break/],
  ['a carriage return', 'one\rtwo', /line break/],
  ['a zero byte', 'one\0two', /line break/],
  ['nothing', '', /empty/],
  ['more bytes than openssl takes', 'é'.repeat(129), /longer than 256 bytes/],
];

for (const [title, password, expected] of refused) {
  test(`a password that nobody could log in with is refused: ${title}`, async () => {
    const engine = fakeEngine();
    const { status, what } = await failureOf(hashPassword(engine, password, signal));
    assert.equal(status, 2);
    assert.match(what, expected);
    assert.ok(password === '' || !what.includes(password));
    assert.deepEqual(engine.commands, []);
  });
}

test('without openssl the package is named, status 3; an answer that is not a hash is a failure', async () => {
  const missing = await failureOf(hashPassword(createNativeEngine({ path: ['/nonexistent'] }), 'x', signal));
  assert.equal(missing.status, 3);
  assert.match(`${missing.what} ${missing.remedy}`, /`openssl`.*(openssl|doctor)/);
  assert.equal(
    (
      await failureOf(
        hashPassword(
          fakeEngine(() => 'x'),
          'x',
          signal,
        ),
      )
    ).status,
    1,
  );
});
