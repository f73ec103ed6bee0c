import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type ServeFault, serveTestbed } from '../testbed/index.js';
import { assertError, assertOnlyLogs } from './assert-failure.js';
import { cliProject, filesBelow } from './cli-project.js';

const bash = { lines: ['bash'] };

describe('a repository that does not answer as it should', () => {
  async function served(t: TestContext, ...faults: ServeFault[]) {
    const { testbed } = await cliProject(t, bash);
    const server = await serveTestbed(testbed);
    t.after(() => server.close());
    const project = await cliProject(t, { repositories: server.repositories });
    return { project, server, spoil: () => server.setFaults(faults) };
  }

  for (const [what, fault, ...says] of [
    ['404 for its metadata', { path: /repomd\.xml$/, status: 404 }, /404/],
    ['garbage for repomd.xml', { path: /repomd\.xml$/, garbage: true }, /cannot be read/],
    ['garbage for its package list', { path: /primary/, garbage: true }, /digest|checksum/i],
  ] as const satisfies [string, ServeFault, ...RegExp[]][]) {
    it(`lock: ${what} names the repository and the URL, and leaves the lock alone`, async (t) => {
      const { project, server, spoil } = await served(t, fault);
      await project.must(['lock']);
      const before = filesBelow(project.dir);
      await rm(project.cacheDir, { recursive: true });
      spoil();
      assertError(await project.run(['lock']), 1, /`(fedora|updates)`/, new RegExp(server.url), ...says);
      assertOnlyLogs(project, before);
      assert.ok(
        filesBelow(project.dir).some((line) => before.includes(line) && line.startsWith('rpms.lock')),
      );
    });
  }

  it('lock: one that cannot be reached names the repository and the URL', async (t) => {
    const url = `http://127.0.0.1:${await closedPort()}/`;
    const project = await cliProject(t, { ...bash, repositories: { fedora: url } });
    const before = filesBelow(project.dir);
    assertError(await project.run(['lock']), 1, /`fedora`/, new RegExp(url), /[Cc]onnect/, /network/);
    assertOnlyLogs(project, before);
  });

  for (const [what, fault, ...says] of [
    [
      '404 for a package',
      { path: /bash-.*\.rpm$/, status: 404 },
      /no longer in repository/,
      /lock --update bash/,
    ],
    ['garbage for a package', { path: /bash-.*\.rpm$/, garbage: true }, /not the locked one/, /SHA-256/],
  ] as const satisfies [string, ServeFault, ...RegExp[]][]) {
    it(`build: ${what} names the package and the URL`, async (t) => {
      const { project, server, spoil } = await served(t, fault);
      await project.must(['lock']);
      spoil();
      const before = filesBelow(project.dir);
      assertError(await project.run(['build']), 1, /`bash-/, new RegExp(`${server.url}.*/bash-`), ...says);
      assertOnlyLogs(project, before);
      assert.deepEqual(filesBelow(path.join(project.cacheDir, 'stages')), []);
    });
  }
});

/** A port of this machine that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
