import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { repositorySpec } from '../../../src/config/releases/repository-spec.js';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { fetchPackages } from '../../../src/rpm/store/store.js';
import { guardedServer } from '../../helpers/guarded-server.js';
import { netrcEnvironment } from '../../helpers/netrc-environment.js';
import { serveTexts } from '../../helpers/serve-texts.js';
import { prepareTestbed, serveTestbed } from '../../testbed/index.js';
import { failureOf, project, scratchFolder, taskContext, testbedRepositories } from '../fixture.js';

const password = 'S3CRET p"w';
const login = `machine 127.0.0.1 login bob password "S3CRET p\\"w"\n`;

/** Repositories on a server that asks for a login. */
async function setting(t: TestContext) {
  const testbed = await prepareTestbed();
  const open = await serveTestbed(testbed);
  t.after(() => open.close());
  const server = await guardedServer(t, open.url, `bob:${password}`);
  const cacheDir = await scratchFolder(t);
  const repositories = testbedRepositories(testbed, server.url);
  return { server, cacheDir, repositories, given: project(cacheDir, ['setup'], repositories) };
}

describe('repositories that ask for a login', () => {
  it('get the one of netrc from the solver and from our own downloads, and nobody tells it', async (t) => {
    const { cacheDir, given, server } = await setting(t);
    netrcEnvironment(t, login);
    const ctx = taskContext();
    const lock = await resolveLock(given, ctx, { cacheDir });
    assert.ok((await fetchPackages(lock, given, ctx, cacheDir)).size > 0);
    assert.deepEqual(server.refused, []);
    assert.ok(!ctx.lines.join('\n').includes(password));
  });

  it('may be named by a list that asks for it too', async (t) => {
    const { cacheDir, repositories, server } = await setting(t);
    netrcEnvironment(t, login);
    const [first, ...others] = repositories;
    const lists = await serveTexts(t, { '/list': `${first?.baseurl[0]}\n` });
    const guarded = await guardedServer(t, lists.url, `bob:${password}`);
    const listed = repositorySpec({
      ...first,
      id: first?.id ?? '',
      baseurl: [],
      mirrorlist: `${guarded.url}/list`,
    });
    const given = project(cacheDir, ['setup'], [listed, ...others]);
    const lock = await resolveLock(given, taskContext(), { cacheDir });
    assert.ok((await fetchPackages(lock, given, taskContext(), cacheDir)).size > 0);
    assert.deepEqual([...server.refused, ...guarded.refused], []);
  });

  it('say what to do where there is none', async (t) => {
    const { cacheDir, given } = await setting(t);
    netrcEnvironment(t, 'default login bob password wrong\n');
    const { what, remedy = '' } = await failureOf(resolveLock(given, taskContext(), { cacheDir }));
    assert.match(what, /asks for a user and a password/);
    assert.match(remedy, /~\/\.netrc/);
  });
});
