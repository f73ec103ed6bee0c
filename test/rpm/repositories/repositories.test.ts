import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { repositorySpec } from '../../../src/config/releases/repository-spec.js';
import { projectRepositories } from '../../../src/rpm/repositories/repositories.js';
import { failureOf, project } from '../fixture.js';
import { armours, makeKey, revoked } from './made-keys.js';

const repositoriesWith = (key: Buffer) =>
  projectRepositories(
    project(
      '/p',
      ['bash'],
      [repositorySpec({ id: 'mine', baseurl: ['http://one.example'], keys: [String(key)] })],
    ),
    null,
  );

describe('a repository whose key', () => {
  it('is revoked is refused, before anything is fetched from it', async () => {
    const good = await makeKey();
    const failure = await failureOf(
      repositoriesWith(armours(good.publicKey, await revoked(await makeKey()))),
    );
    assert.equal(failure.status, 2);
    assert.equal(failure.where, 'repositories[0].keys[0]');
    assert.match(failure.what, /has a key that is revoked/);
    assert.match(failure.why ?? '', /Its owner has revoked the key [0-9A-F]{16} \(Somebody/);
  });

  it('has expired is taken: packages that it signed before are good', async () => {
    const { publicKey } = await makeKey({ expires: '2020-01-01' });
    const [found] = await repositoriesWith(armours(publicKey));
    assert.deepEqual(found?.fingerprints, [publicKey.getFingerprint().toUpperCase()]);
  });

  it('is of version 6 is taken', async () => {
    const { publicKey } = await makeKey({ v6: true });
    const [found] = await repositoriesWith(armours(publicKey));
    assert.equal(found?.fingerprints[0]?.length, 64);
  });
});
