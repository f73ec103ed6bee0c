import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { packageFile } from '../../../src/base/fs/package-file.js';
import {
  httpFetch,
  networkCause,
  networkReason,
  statusCause,
  statusReason,
} from '../../../src/base/http/http-fetch.js';
import { loopbackProxy } from '../../helpers/loopback-proxy.js';
import { proxyEnvironment } from '../../helpers/proxy-environment.js';
import { serveTexts } from '../../helpers/serve-texts.js';

/** A server of https whose certificate, which is for `mirror.example`, nobody has signed; answers its host. */
async function serveHttps(t: TestContext, answer: string): Promise<string> {
  const pem = readFileSync(path.join(packageFile('test'), 'engine/container/mirror.example.pem'));
  const server = createServer({ key: pem, cert: pem }, (_request, response) => response.end(answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function reasonOf(url: string): Promise<string> {
  return await httpFetch(url).then(
    (response) => assert.fail(`It answered ${response.status}`),
    (error: unknown) => networkReason(error),
  );
}

describe('fetching through the proxy of the environment', () => {
  it('asks it for plain http by whole URLs, without a tunnel', async (t) => {
    const { url } = await serveTexts(t, { '/x?y=1': 'here' });
    const proxy = await loopbackProxy(t, { hosts: { 'mirror.example:80': url.slice('http://'.length) } });
    proxyEnvironment(t, { http_proxy: `http://${proxy.host}` });
    assert.equal(await (await httpFetch('http://mirror.example/x?y=1')).text(), 'here');
    assert.deepEqual(proxy.asked, ['GET http://mirror.example/x?y=1']);
  });

  it('opens a tunnel for https, and the server is still checked by its certificate', async (t) => {
    const proxy = await loopbackProxy(t, { hosts: { 'mirror.example:443': await serveHttps(t, 'safe') } });
    proxyEnvironment(t, { https_proxy: `http://${proxy.host}` });
    assert.match(
      await reasonOf('https://mirror.example/'),
      new RegExp(`Through the proxy .*${proxy.host}.*self-signed`),
    );
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    t.after(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
    assert.equal(await (await httpFetch('https://mirror.example/')).text(), 'safe');
    assert.deepEqual([...new Set(proxy.asked)], ['CONNECT mirror.example:443']);
  });

  it('goes past it for what no_proxy names', async (t) => {
    const { url } = await serveTexts(t, { '/x': 'here' });
    const proxy = await loopbackProxy(t);
    proxyEnvironment(t, { HTTP_PROXY: `http://${proxy.host}`, NO_PROXY: '127.0.0.0/8' });
    assert.equal(await (await httpFetch(`${url}/x`)).text(), 'here');
    assert.deepEqual(proxy.asked, []);
  });

  it('gives it user and password, also signs that are written with %', async (t) => {
    const { url } = await serveTexts(t, { '/': 'in' });
    for (const [written, asksFor] of [
      ['me:p%40ss%3Aword', 'me:p@ss:word'],
      ['me', 'me:'],
    ] as const) {
      const proxy = await loopbackProxy(t, { asksFor });
      proxyEnvironment(t, { all_proxy: `http://${written}@${proxy.host}` });
      assert.equal(await (await httpFetch(`${url}/`)).text(), 'in');
    }
  });

  it('names a proxy that refuses, and says how to write a password, but never the password', async (t) => {
    const deny = await loopbackProxy(t, { refuses: 403 });
    proxyEnvironment(t, { all_proxy: `me:secret@${deny.host}` });
    assert.equal(
      await reasonOf('https://mirror.example/'),
      `The proxy \`http://${deny.host}\` (\`all_proxy\`) answered 403 when asked for mirror.example.`,
    );
    const plain = await httpFetch('http://mirror.example/');
    assert.equal(
      statusReason(plain),
      `The server answered 403. The request went through the proxy \`http://${deny.host}\` (\`all_proxy\`).`,
    );
    assert.equal(statusCause(plain), 'proxy');
    const refused = await httpFetch('https://mirror.example/').catch((error: unknown) => error);
    assert.equal(networkCause(refused), 'proxy');
    const asking = await loopbackProxy(t, { asksFor: 'me:right' });
    process.env.all_proxy = `http://me:secret@${asking.host}`;
    const said = [await reasonOf('https://mirror.example/'), await reasonOf('http://mirror.example/')];
    for (const text of said) {
      assert.match(text, /rejects the user and password given: write all_proxy=http:\/\/USER:PASSWORD@127/);
      assert.doesNotMatch(text, /secret/);
    }
    process.env.all_proxy = `http://${asking.host}`;
    assert.match(await reasonOf('https://mirror.example/'), /asks for a user and a password/);
  });

  it('names a proxy that is not there', async (t) => {
    proxyEnvironment(t, { all_proxy: 'http://127.0.0.1:1' });
    for (const url of ['http://mirror.example/', 'https://mirror.example/'])
      assert.match(
        await reasonOf(url),
        /Through the proxy `http:\/\/127\.0\.0\.1:1` \(`all_proxy`\): .*ECONNREFUSED/,
      );
  });

  it('gives up where it hangs up on a tunnel', async (t) => {
    const proxy = await loopbackProxy(t, { hangsUp: true });
    proxyEnvironment(t, { https_proxy: `http://${proxy.host}` });
    assert.match(
      await reasonOf('https://mirror.example/'),
      /Through the proxy .*: (other side closed|.*ECONNRESET)/,
    );
    assert.equal(proxy.asked.length, 1);
  });

  it('ends when it is told to', async (t) => {
    const proxy = await loopbackProxy(t);
    proxyEnvironment(t, { all_proxy: `http://${proxy.host}` });
    const stopped = httpFetch('https://mirror.example/', { signal: AbortSignal.abort() });
    await assert.rejects(stopped, { name: 'AbortError' });
  });
});
