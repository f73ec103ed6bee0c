import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { loopbackProxy } from '../helpers/loopback-proxy.js';
import { assertError } from './assert-failure.js';
import { cliProject } from './cli-project.js';

const noProxy = {
  http_proxy: '',
  https_proxy: '',
  all_proxy: '',
  HTTP_PROXY: '',
  HTTPS_PROXY: '',
  ALL_PROXY: '',
};

/** What `lock` says where a folder for the cache was made by these lines of sh, with the folder as `$cache`. */
async function lockWith(t: TestContext, prepare: string) {
  const project = await cliProject(t, { lines: ['bash'] });
  await mkdir(project.cacheDir);
  return await project.run(['lock'], { prepare: `cache='${project.cacheDir}'\n${prepare}`, env: noProxy });
}

async function lockFrom(t: TestContext, fedora: string, env: Record<string, string> = {}) {
  const project = await cliProject(t, { lines: ['bash'], repositories: { fedora } });
  return await project.run(['lock'], { env: { ...noProxy, ...env } });
}

describe('lock: what is wrong with this machine is told apart from the network', () => {
  for (const [what, prepare, status, headline, remedy] of [
    [
      'a full disk',
      'mount -t tmpfs -o size=128k tmpfs "$cache"',
      1,
      /disk with the cache folder is full/,
      /--cache-dir/,
    ],
    [
      'a disk that was full before',
      'mount -t tmpfs -o size=64k tmpfs "$cache"; head -c 1M /dev/zero > "$cache/x" || true',
      1,
      /disk with the cache folder is full/,
      /--cache-dir/,
    ],
    [
      'a disk without inodes',
      'mount -t tmpfs -o size=64m,nr_inodes=12 tmpfs "$cache"',
      1,
      /has no inodes left/,
      /df -i/,
    ],
    [
      'a read-only disk',
      'mount -t tmpfs -o ro tmpfs "$cache"',
      3,
      /cache folder.* cannot be written/,
      /--cache-dir/,
    ],
    ['too many open files', 'ulimit -n 24', 1, /[Tt]oo many (open files|files are open)/, /ulimit -n/],
  ] as const) {
    it(what, async (t) => {
      const ran = await lockWith(t, prepare);
      assertError(ran, status, headline, remedy);
      assert.doesNotMatch(ran.stderr, /URL|network/);
    });
  }
});

describe('lock: what is wrong on the way to a repository has a headline and a remedy of its own', () => {
  it('a host that no name server knows', async (t) => {
    assertError(
      await lockFrom(t, 'http://mirror.invalid/'),
      1,
      /`fedora` cannot be read: no name server/,
      /resolv\.conf/,
    );
  });

  it('a port that nobody listens on', async (t) => {
    const server = createSocketServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    assertError(
      await lockFrom(t, `http://127.0.0.1:${port}/`),
      1,
      /`fedora` cannot be read: nobody listens/,
      /its port/,
    );
  });

  it('a certificate that nobody has signed', async (t) => {
    const pem = readFileSync(path.join(packageFile('test'), 'engine/container/mirror.example.pem'));
    const server = createServer({ key: pem, cert: pem }).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    assertError(
      await lockFrom(t, `https://127.0.0.1:${port}/`),
      1,
      /`fedora` cannot be read: no safe connection/,
      /NODE_EXTRA_CA_CERTS/,
    );
  });

  it('a proxy that refuses', async (t) => {
    const proxy = await loopbackProxy(t, { refuses: 403 });
    const ran = await lockFrom(t, 'https://mirror.invalid/', { https_proxy: proxy.host });
    assertError(
      ran,
      1,
      /`fedora` cannot be read: the proxy does not let/,
      new RegExp(`through the proxy \`http://${proxy.host}\``),
      /no_proxy/,
    );
  });
});
