import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import {
  keyIdOf,
  readOpenPgpKeys,
  withoutRevokedSubkeys,
} from '../../../src/rpm/repositories/openpgp-key.js';
import { armours, makeKey, revoked, second, withRevokedSubkey } from './made-keys.js';

const block = (body: string) =>
  Buffer.from(`-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${body}\n-----END PGP PUBLIC KEY BLOCK-----\n`);

describe('public keys of a repository', () => {
  it('are refused with a sentence when the file holds none', async () => {
    const cases: [Uint8Array, RegExp][] = [
      [Buffer.from('hello'), /It holds no public key/],
      [Uint8Array.of(0x99, 1, 2), /not armoured/],
      [block('aGVsbG8='), /not an OpenPGP key/],
      [block(Buffer.of(0x99, 1, 0, 4).toString('base64')), /not an OpenPGP key/],
      [block(''), /not an OpenPGP key/],
      // Version 9: rpm may know it some day, and then it must not slip in beside another.
      [block(Buffer.of(0x98, 6, 9, 0, 0, 0, 0, 1).toString('base64')), /not supported/],
    ];
    for (const [content, sentence] of cases) await assert.rejects(readOpenPgpKeys(content), sentence);
    const { privateKey } = await makeKey();
    const secret = privateKey.armor().replaceAll('PRIVATE KEY BLOCK', 'PUBLIC KEY BLOCK');
    await assert.rejects(readOpenPgpKeys(Buffer.from(secret)), /secret key/);
  });

  it('are refused when there is one beside a good one that cannot be read', async () => {
    const { publicKey } = await makeKey();
    const both = Buffer.concat([publicKey.write(), Buffer.of(0x98, 6, 9, 0, 0, 0, 0, 1)]);
    await assert.rejects(readOpenPgpKeys(block(both.toString('base64'))), /not supported/);
  });

  it('are refused when nothing of their own speaks for them', async () => {
    const { publicKey } = await makeKey();
    publicKey.users = [];
    await assert.rejects(readOpenPgpKeys(armours(publicKey)), /no valid signature of its own/);
  });

  it('are those of Fedora, which never expire', async () => {
    assert.deepEqual(await readOpenPgpKeys(await readFile('test/data/fedora-44.key')), [
      {
        fingerprint: '36F612DCF27F7D1A48A835E4DBFCF71C6D9F90A6',
        isRevoked: false,
        expires: null,
        userIds: ['Fedora (44) <fedora-44-primary@fedoraproject.org>'],
        subkeys: [],
      },
    ]);
  });

  it('of several blocks, with Windows line ends and text around them, are all read', async () => {
    const [one, two] = [await makeKey(), await makeKey({ subkeys: 1 })];
    const text = `above\r\n${armours(one.publicKey, two.publicKey)}`.replaceAll(/\r?\n/g, '\r\n');
    const keys = await readOpenPgpKeys(Buffer.from(`\uFEFF${text}`));
    assert.deepEqual(
      keys.map(({ fingerprint }) => fingerprint.toLowerCase()),
      [one, two].map(({ publicKey }) => publicKey.getFingerprint()),
    );
    assert.equal(keys[1]?.subkeys.length, 1);
  });

  it('of version 6 have their own fingerprints and ids', async () => {
    const { publicKey } = await makeKey({ v6: true });
    const [{ fingerprint = '' } = {}] = await readOpenPgpKeys(armours(publicKey));
    assert.match(fingerprint, /^[0-9A-F]{64}$/);
    assert.equal(keyIdOf(fingerprint).toLowerCase(), publicKey.getKeyID().toHex());
  });

  it('say when they expire, and whether they are revoked', async () => {
    const made = await makeKey({ expires: '2020-01-01', subkeys: 1 });
    const [old] = await readOpenPgpKeys(armours(made.publicKey));
    assert.deepEqual(
      [old?.isRevoked, old?.expires, old?.subkeys[0]?.expires],
      [false, second('2020-01-01'), second('2020-01-01')],
    );
    const [gone] = await readOpenPgpKeys(armours(await revoked(made)));
    assert.equal(gone?.isRevoked, true);
  });

  it('lose subkeys that are revoked before rpm gets them', async () => {
    const made = await makeKey({ subkeys: 2 });
    const whole = armours(made.publicKey);
    assert.equal(await withoutRevokedSubkeys(whole, await readOpenPgpKeys(whole)), whole);
    const content = armours(await withRevokedSubkey(made));
    const before = await readOpenPgpKeys(content);
    assert.deepEqual(
      before.map(({ isRevoked, subkeys }) => [isRevoked, subkeys.map((subkey) => subkey.isRevoked)]),
      [[false, [true, false]]],
    );
    const [after] = await readOpenPgpKeys(await withoutRevokedSubkeys(content, before));
    assert.deepEqual(after?.subkeys, [before[0]?.subkeys[1]]);
  });
});
