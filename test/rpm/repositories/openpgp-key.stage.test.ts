import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { readOpenPgpKeys } from '../../../src/rpm/repositories/openpgp-key.js';
import { scratchFolder } from '../fixture.js';

/** Runs gpg with a home of its own. */
function gpg(home: string, args: readonly string[], input = ''): string {
  const options = [
    '--homedir',
    home,
    '--batch',
    '--quiet',
    '--pinentry-mode',
    'loopback',
    '--passphrase',
    '',
  ];
  return execFileSync('gpg', [...options, ...args], { input, stdio: ['pipe', 'pipe', 'ignore'] }).toString();
}

/** What gpg says of a key file: fingerprints of primary keys, each with those of its subkeys. */
function asGpgSays(home: string, armoured: string): { fingerprint: string; subkeys: string[] }[] {
  const keys: { fingerprint: string; subkeys: string[] }[] = [];
  let kind = '';
  for (const fields of gpg(home, ['--show-keys', '--with-colons'], armoured)
    .split('\n')
    .map((line) => line.split(':'))) {
    if (fields[0] === 'pub' || fields[0] === 'sub') kind = fields[0];
    if (fields[0] !== 'fpr') continue;
    if (kind === 'pub') keys.push({ fingerprint: fields[9] ?? '', subkeys: [] });
    else keys.at(-1)?.subkeys.push(fields[9] ?? '');
  }
  return keys;
}

describe('public keys of a repository', () => {
  it('have the fingerprints that gpg gives them, whatever their kind', async (context) => {
    const home = await scratchFolder(context);
    try {
      for (const kind of ['rsa2048', 'ed25519', 'nistp256']) {
        gpg(home, ['--quick-gen-key', `${kind} <${kind}@example.org>`, kind, 'sign', 'never']);
      }
      const [first] = asGpgSays(home, gpg(home, ['--armor', '--export', 'rsa2048@example.org']));
      gpg(home, ['--quick-add-key', first?.fingerprint ?? '', 'rsa2048', 'sign', 'never']);
      const together = gpg(home, ['--armor', '--export']);
      const blocks = `a line above\r\n${['rsa2048', 'ed25519']
        .map((kind) => gpg(home, ['--armor', '--export', kind]))
        .join('\n')
        .replaceAll('\n', '\r\n')}`;
      for (const text of [together, blocks]) {
        const read = (await readOpenPgpKeys(Buffer.from(text))).map(({ fingerprint, subkeys }) => ({
          fingerprint,
          subkeys: subkeys.map((subkey) => subkey.fingerprint),
        }));
        assert.deepEqual(read, asGpgSays(home, text));
      }
      assert.equal(
        (await readOpenPgpKeys(Buffer.from(together)))[0]?.userIds[0],
        'rsa2048 <rsa2048@example.org>',
      );
      const secret = gpg(home, ['--armor', '--export-secret-keys', 'ed25519@example.org']);
      await assert.rejects(readOpenPgpKeys(Buffer.from(secret)), /no public key/);
    } finally {
      execFileSync('gpgconf', ['--homedir', home, '--kill', 'gpg-agent']);
    }
  });
});
