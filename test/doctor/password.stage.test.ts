import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword } from '../../src/doctor/password.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { fakeEngine } from '../helpers/fake-engine.js';
import { mustRun } from '../helpers/run-program.js';

const signal = new AbortController().signal;

/** Hashes with the C library, as a login does; the hash says by which salt. */
function asLogin(password: string, hash: string): string {
  const script = 'import crypt, json, sys; print(crypt.crypt(*json.load(sys.stdin)))';
  return mustRun('/usr/bin/python3', ['-I', '-W', 'ignore', '-c', script], {
    input: JSON.stringify([password, hash]),
  }).trim();
}

const passwords = [
  'x',
  'correct horse battery',
  '-stdin',
  '$6$a "b" \\ `c`',
  ' blank at both ends ',
  'žluťoučký 🐎',
  'a'.repeat(256),
];

for (const password of passwords) {
  test(`a login accepts the password that was hashed: ${password.slice(0, 30)}`, async () => {
    const hash = await hashPassword(createNativeEngine(), password, signal);
    assert.match(hash, /^\$6\$/);
    assert.equal(asLogin(password, hash), hash);
    assert.notEqual(asLogin(`${password}x`, hash), hash);
  });
}

test('the same password has another hash each time', async () => {
  const engine = createNativeEngine();
  assert.notEqual(await hashPassword(engine, 'x', signal), await hashPassword(engine, 'x', signal));
});

test('the password is in no log and in no argument', async () => {
  const log: string[] = [];
  await hashPassword(createNativeEngine({ log: (line) => log.push(line) }), 'very-secret', signal);
  assert.ok(log.some((line) => line.includes('openssl passwd')));
  assert.ok(!log.join('\n').includes('very-secret'));

  const engine = fakeEngine(() => `$6$12345678$${'a'.repeat(86)}\n`);
  await hashPassword(engine, 'very-secret', signal);
  const [command] = engine.commands;
  assert.equal(command?.input, 'very-secret\n');
  assert.ok(!JSON.stringify({ ...command, input: '' }).includes('very-secret'));
});
