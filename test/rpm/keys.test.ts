import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { exportKeys, isKeyOf } from '../../src/rpm/keys.js';
import { prepareTestbed } from '../testbed/index.js';
import { project, scratchFolder, testbedRepositories, workplace } from './fixture.js';

describe('keys of a repository', () => {
  it('of a Fedora release are believed only with the fingerprint that is known, and with nothing beside it', async () => {
    const { key, foreignKey, fingerprint } = await prepareTestbed();
    const [right, other] = [await readFile(key), await readFile(foreignKey)];
    const release = { fingerprint };
    assert.equal(isKeyOf(right, release), true);
    assert.equal(isKeyOf(other, release), false);
    assert.equal(isKeyOf(Buffer.concat([right, other]), release), false);
    assert.equal(isKeyOf(Buffer.from('<html>not found</html>'), release), false);
  });

  it('are written out as files, one that several repositories share but once', async (context) => {
    const testbed = await prepareTestbed();
    const folder = await scratchFolder(context);
    const repositories = testbedRepositories(testbed, 'http://127.0.0.1:1');
    const locked = repositories.map(({ id }) => ({ id, repomd: '', keys: [testbed.fingerprint] }));
    const files = await exportKeys(
      { repositories: locked },
      project(folder, ['bash'], repositories),
      workplace(),
      folder,
    );
    assert.equal(files.length, 1);
    assert.deepEqual(await readFile(files[0] ?? ''), await readFile(testbed.key));
  });
});
