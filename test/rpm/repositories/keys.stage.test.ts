import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { asKeyFile, exportKeys, findKey } from '../../../src/rpm/repositories/keys.js';
import { serveTexts } from '../../helpers/serve-texts.js';
import { prepareTestbed } from '../../testbed/index.js';
import { failureOf, project, scratchFolder, taskContext, testbedRepositories } from '../fixture.js';

describe('keys of a repository', () => {
  it('of a Fedora release are believed only with the fingerprint that is known, and with nothing beside it', async () => {
    const { key, foreignKey, fingerprint } = await prepareTestbed();
    const [right, other] = [await readFile(key), await readFile(foreignKey)];
    const release = { fingerprint };
    const isKeyOf = async (content: Uint8Array) => (await asKeyFile(content, release)) !== null;
    assert.equal(await isKeyOf(right), true);
    assert.equal(await isKeyOf(other), false);
    assert.equal(await isKeyOf(Buffer.concat([right, other])), false);
    assert.equal(await isKeyOf(Buffer.from('<html>not found</html>')), false);
  });

  it('that are pinned are found on this machine, else in the cache, else at their URL, and only if they are right', async (context) => {
    const { key, foreignKey, fingerprint } = await prepareTestbed();
    const [right, other] = [await readFile(key), await readFile(foreignKey)];
    const cacheDir = await scratchFolder(context);
    const server = await serveTexts(context, { '/right': right, '/other': other });
    const known = { owner: 'Fedora 44', fingerprint, files: [foreignKey], url: `${server.url}/right` };
    assert.deepEqual(Buffer.from((await findKey(known, cacheDir, taskContext())).content), right);
    assert.deepEqual(server.asked, ['/right']);
    // The second time it is in the cache, and a copy on this machine goes before that.
    await findKey(known, cacheDir, taskContext());
    await findKey({ ...known, files: [foreignKey, key] }, null, taskContext());
    assert.deepEqual(server.asked, ['/right']);
    for (const [tail, why] of [
      ['/other', /another key/],
      ['/gone', /answered 404/],
    ] as const) {
      const failure = await failureOf(
        findKey({ ...known, url: `${server.url}${tail}` }, null, taskContext()),
      );
      assert.equal(failure.status, 3);
      assert.match(failure.why ?? '', why);
      assert.match(failure.what, new RegExp(fingerprint));
    }
  });

  it('are written out as files, one that several repositories share but once', async (context) => {
    const testbed = await prepareTestbed();
    const folder = await scratchFolder(context);
    const repositories = testbedRepositories(testbed, 'http://127.0.0.1:1');
    const locked = repositories.map(({ id }) => ({ id, repomd: '', keys: [testbed.fingerprint] }));
    const files = await exportKeys(
      { repositories: locked },
      project(folder, ['bash'], repositories),
      taskContext(),
      folder,
    );
    assert.equal(files.length, 1);
    assert.deepEqual(await readFile(files[0] ?? ''), await readFile(testbed.key));
  });

  it('are given to rpm without a byte order mark and Windows line ends', async (context) => {
    const testbed = await prepareTestbed();
    const folder = await scratchFolder(context);
    const windows = path.join(folder, 'windows.asc');
    const text = await readFile(testbed.key, 'latin1');
    await writeFile(windows, Buffer.from(`\xEF\xBB\xBF${text.replaceAll('\n', '\r\n')}`, 'latin1'));
    const repositories = testbedRepositories(testbed, 'http://127.0.0.1:1').map((one) => ({
      ...one,
      keys: [windows],
    }));
    const locked = repositories.map(({ id }) => ({ id, repomd: '', keys: [testbed.fingerprint] }));
    const lock = { repositories: locked };
    const [file = ''] = await exportKeys(
      lock,
      project(folder, ['bash'], repositories),
      taskContext(),
      folder,
    );
    assert.deepEqual(await readFile(file), await readFile(testbed.key));
  });
});
