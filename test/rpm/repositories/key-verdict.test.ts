import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  expiredKeys,
  haveExpiry,
  lateSignature,
  revokedKey,
} from '../../../src/rpm/repositories/key-verdict.js';
import type { OpenPgpKey } from '../../../src/rpm/repositories/openpgp-key.js';
import { second } from './made-keys.js';

const [primary, sub, id] = ['A'.repeat(40), 'B'.repeat(40), 'A'.repeat(16)];
const key = (given: Partial<OpenPgpKey> = {}): OpenPgpKey => ({
  fingerprint: primary,
  isRevoked: false,
  expires: null,
  userIds: ['Somebody'],
  subkeys: [],
  ...given,
});
const until = (day: string) => key({ expires: second(day) });
const subkey = (expires: string | null) => ({
  fingerprint: sub,
  isRevoked: false,
  expires: expires === null ? null : second(expires),
});

describe('the verdict of a key', () => {
  it('is no when it is revoked, and a warning when it has expired', () => {
    assert.equal(revokedKey([key()]), null);
    assert.match(revokedKey([key(), key({ isRevoked: true })]) ?? '', /revoked the key A{16} \(Somebody\)/);
    const now = second('2024-01-01');
    assert.deepEqual(expiredKeys([key(), until('2024-01-02')], now), []);
    assert.deepEqual(expiredKeys([until('2020-02-03')], now), [
      `The key ${id} (Somebody) expired on 2020-02-03.`,
    ]);
  });

  it('lets a signature count that was made before it expired', () => {
    const signed = (day: string, ...issuers: string[]) => ({ issuers, created: second(day) });
    const cases: [ReturnType<typeof signed>, OpenPgpKey, boolean][] = [
      [signed('2019-12-31', id), until('2020-01-01'), false],
      [signed('2020-01-01', id), until('2020-01-01'), true],
      [signed('2020-01-02', primary), until('2020-01-01'), true],
      [signed('2020-01-02', 'C'.repeat(16)), until('2020-01-01'), false],
      [signed('2020-01-02', id), key(), false],
      // A subkey does not outlive its key, and may end before it.
      [signed('2020-01-02', sub), key({ subkeys: [subkey('2020-01-01')] }), true],
      [signed('2020-01-02', id), key({ subkeys: [subkey('2020-01-01')] }), false],
      [signed('2020-01-02', sub), { ...until('2020-01-01'), subkeys: [subkey(null)] }, true],
      [signed('2020-01-02', sub), { ...until('2021-01-01'), subkeys: [subkey('2022-01-01')] }, false],
    ];
    for (const [signature, of, isLate] of cases) {
      assert.equal(lateSignature(signature, [of]) !== null, isLate, JSON.stringify([signature, of]));
      assert.ok(!isLate || haveExpiry([of]));
    }
    assert.equal(
      lateSignature(signed('2020-01-02', id), [until('2020-01-01')]),
      `signed on 2020-01-02 by the key ${id}, which expired on 2020-01-01`,
    );
  });
});
