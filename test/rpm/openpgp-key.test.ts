import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readOpenPgpKeys } from '../../src/rpm/openpgp-key.js';

describe('public keys of a repository', () => {
  it('are refused with a sentence when the file holds none', () => {
    const block = (body: string) =>
      Buffer.from(`-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${body}\n-----END PGP PUBLIC KEY BLOCK-----\n`);
    assert.throws(() => readOpenPgpKeys(Buffer.from('hello')), /There is no public key in it/);
    assert.throws(() => readOpenPgpKeys(Uint8Array.of(0x99, 1, 2)), /not armoured/);
    assert.throws(() => readOpenPgpKeys(block('aGVsbG8=')), /no OpenPGP key/);
    assert.throws(
      () => readOpenPgpKeys(block(Buffer.of(0x99, 1, 0, 4).toString('base64'))),
      /ends in the middle/,
    );
    assert.throws(() => readOpenPgpKeys(block(Buffer.of(0x98, 2, 6, 0).toString('base64'))), /version 6/);
  });
});
