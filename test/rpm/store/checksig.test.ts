import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readVerdicts, type SignatureVerdict } from '../../../src/rpm/store/checksig.js';

const good = ['    Header SHA256 digest: OK', '    Payload SHA256 digest: OK'];
const table: readonly [string, readonly string[], SignatureVerdict][] = [
  [
    'signed (rpm 4.18)',
    ['    Header V4 RSA/SHA256 Signature, key ID caa91b47: OK', ...good],
    { kind: 'good' },
  ],
  [
    'signed (rpm 6)',
    [
      '    Header OpenPGP V4 RSA/SHA256 signature, key fingerprint: 36f612dcf27f7d1a48a835e4dbfcf71c6d9f90a6: OK',
      ...good,
    ],
    { kind: 'good' },
  ],
  [
    'unsigned',
    [
      '    Header RSA signature: NOTFOUND',
      '    Header DSA signature: NOTFOUND',
      ...good,
      '    MD5 digest: OK',
    ],
    { kind: 'unsigned' },
  ],
  ['without any line on signatures', good, { kind: 'unsigned' }],
  [
    'signed by another key',
    ['    Header V4 RSA/SHA256 Signature, key ID b911a633: NOKEY', ...good, '    RSA signature: NOTFOUND'],
    { kind: 'foreign', keyId: 'B911A633' },
  ],
  [
    'signed by an expired key',
    ['    Header V4 RSA/SHA256 Signature, key ID b911a633: NOTTRUSTED', ...good],
    { kind: 'foreign', keyId: 'B911A633' },
  ],
  [
    'altered behind the signature',
    [
      '    Header V4 RSA/SHA256 Signature, key ID caa91b47: OK',
      '    Payload SHA256 digest: BAD (Expected 23d0 != 675e)',
    ],
    { kind: 'damaged', reason: 'Payload SHA256 digest: BAD (Expected 23d0 != 675e).' },
  ],
  [
    'with a bad signature',
    ['    Header V4 RSA/SHA256 Signature, key ID caa91b47: BAD', ...good],
    {
      kind: 'damaged',
      reason: 'Header V4 RSA/SHA256 Signature, key ID caa91b47: BAD.',
    },
  ],
  ['that rpm cannot read', [], { kind: 'damaged', reason: 'rpm cannot read it.' }],
];

describe("rpmkeys' verdict on a package", () => {
  for (const [what, lines, verdict] of table) {
    it(`${what} is ${verdict.kind}`, () => {
      const output = ['/s/other.rpm:', ...(table[0]?.[1] ?? []), '/s/this.rpm:', ...lines, 'error: noise'];
      const verdicts = readVerdicts(output, ['/s/this.rpm', '/s/other.rpm']);
      assert.deepEqual(verdicts.get('/s/this.rpm'), verdict);
      assert.deepEqual(verdicts.get('/s/other.rpm'), { kind: 'good' });
    });
  }

  it('is damaged for a file of which nothing was said', () => {
    assert.deepEqual(readVerdicts([], ['/s/a.rpm']).get('/s/a.rpm')?.kind, 'damaged');
  });
});
