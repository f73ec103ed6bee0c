import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { fetchPackages } from '../../../src/rpm/store/store.js';
import { loopbackProxy } from '../../helpers/loopback-proxy.js';
import { proxyEnvironment } from '../../helpers/proxy-environment.js';
import { prepareTestbed, serveTestbed } from '../../testbed/index.js';
import { failureOf, project, scratchFolder, taskContext, testbedRepositories } from '../fixture.js';

/** A project whose repositories only the proxy can find. */
async function setting(t: TestContext) {
  const testbed = await prepareTestbed();
  const server = await serveTestbed(testbed);
  t.after(() => server.close());
  const proxy = await loopbackProxy(t, { hosts: { 'mirror.invalid:80': new URL(server.url).host } });
  const cacheDir = await scratchFolder(t);
  const given = project(cacheDir, ['setup'], testbedRepositories(testbed, 'http://mirror.invalid'));
  return { proxy, cacheDir, given };
}

describe('behind a proxy', () => {
  for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy']) {
    it(`dnf's solver and our own downloads go through \`${name}\``, async (t) => {
      const { proxy, cacheDir, given } = await setting(t);
      proxyEnvironment(t, { [name]: proxy.host });
      const lock = await resolveLock(given, taskContext(), { cacheDir });
      assert.ok(proxy.asked.some((line) => /^GET http:\/\/mirror\.invalid\/.*repomd\.xml$/.test(line)));
      const packages = await fetchPackages(lock, given, taskContext(), cacheDir);
      assert.ok(packages.size > 0);
      assert.ok(proxy.asked.some((line) => /^GET http:\/\/mirror\.invalid\/.*\.rpm$/.test(line)));
    });
  }

  it('one that refuses is named where a package cannot be had', async (t) => {
    const { proxy, cacheDir, given } = await setting(t);
    proxyEnvironment(t, { http_proxy: proxy.host });
    const lock = await resolveLock(given, taskContext(), { cacheDir });
    const deny = await loopbackProxy(t, { refuses: 403 });
    process.env.http_proxy = deny.host;
    const { why = '' } = await failureOf(fetchPackages(lock, given, taskContext(), cacheDir));
    assert.match(why, new RegExp(`403.* through the proxy \`http://${deny.host}\` \\(\`http_proxy\`\\)`));
  });

  it('one that is not valid is an error with its variable, before anything is fetched', async (t) => {
    const { proxy, cacheDir, given } = await setting(t);
    proxyEnvironment(t, { http_proxy: proxy.host });
    const lock = await resolveLock(given, taskContext(), { cacheDir });
    process.env.http_proxy = 'socks5://me:secret@127.0.0.1:1';
    const failure = await failureOf(fetchPackages(lock, given, taskContext(), cacheDir));
    assert.equal(failure.status, 3);
    assert.match(failure.what, /`http_proxy` does not name an HTTP proxy/);
  });
});
