import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import type { Lock } from '../../src/rpm/lock.js';
import { fetchPackages } from '../../src/rpm/store.js';
import { prepareTestbed, type Testbed } from '../testbed/index.js';
import { failureOf, project, testbedRepositories, workplace } from './fixture.js';
import { type StoreSetting, storeSetting } from './store-setting.js';

let testbed: Testbed;
let setting: StoreSetting;

before(
  async () => {
    testbed = await prepareTestbed();
    setting = storeSetting(testbed);
  },
  { timeout: 900_000 },
);

describe('a package whose signature is not as it should be', () => {
  it('is refused by name: unsigned, and signed by another key', async (context) => {
    const { fetch } = await setting(context, ['setup', 'tfr-test-unsigned', 'tfr-test-foreign']);
    for (const attempt of [1, 2]) {
      const failure = await failureOf(fetch());
      assert.equal(failure.status, 1, `attempt ${attempt}`);
      assert.match(failure.what, /2 packages cannot be trusted/);
      assert.match(
        failure.why ?? '',
        /`tfr-test-unsigned-1\.0-1\.fc41\.noarch` of repository `fedora` is not signed/,
      );
      const foreign = testbed.foreignFingerprint.slice(-8);
      const expected = testbed.fingerprint.slice(-16);
      assert.match(
        failure.why ?? '',
        new RegExp(`tfr-test-foreign-1.*signed by key ${foreign}, not by ${expected}`),
      );
    }
  });

  it('is refused when it is signed by a key of this machine that the lock does not name', async (context) => {
    const { lock, cacheDir, server } = await setting(context, ['setup']);
    const other = testbedRepositories(testbed, server.url).map((item) => ({
      ...item,
      keys: [testbed.foreignKey],
    }));
    const relocked: Lock = {
      ...lock,
      repositories: lock.repositories.map((item) => ({ ...item, keys: [testbed.foreignFingerprint] })),
      packages: lock.packages.map((item) => ({ ...item, key: testbed.foreignFingerprint.slice(-16) })),
    };
    const place = project(cacheDir, ['setup'], other);
    const failure = await failureOf(fetchPackages(relocked, place, workplace(), cacheDir));
    assert.match(`${failure.what} ${failure.why}`, /signed by key/);
    // Good by one set of keys is not good by another.
    const mixed = await failureOf(fetchPackages(lock, place, workplace(), cacheDir));
    assert.equal(mixed.status, 2);
    assert.match(mixed.what, /keys of repository `\w+` are not those of the lock/);
  });

  it('leaves nothing of the throw-away database', async (context) => {
    const { fetch, cacheDir } = await setting(context, ['setup']);
    await fetch();
    assert.deepEqual(await readdir(path.join(cacheDir, 'tmp')), []);
  });
});
