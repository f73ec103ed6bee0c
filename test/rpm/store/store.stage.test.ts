import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import type { Lock } from '../../../src/rpm/lock/lock.js';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { fetchPackages } from '../../../src/rpm/store/store.js';
import { packagePath } from '../../../src/rpm/store/store-folder.js';
import { prepareTestbed, type ServeFault, serveTestbed, type Testbed } from '../../testbed/index.js';
import { failureOf, project, taskContext, testbedRepositories } from '../fixture.js';
import { isPackage, type StoreSetting, storeSetting } from './store-setting.js';

let testbed: Testbed;
let setting: StoreSetting;

before(
  async () => {
    testbed = await prepareTestbed();
    setting = storeSetting(testbed);
  },
  { timeout: 900_000 },
);

async function storeContent(cacheDir: string): Promise<string[]> {
  return (await readdir(path.join(cacheDir, 'packages'))).sort();
}

/** Every package is there with the digest that its name says. */
async function assertWhole(files: ReadonlyMap<string, string>, lock: Lock): Promise<void> {
  assert.equal(files.size, lock.packages.length);
  for (const [sha256, file] of files) {
    assert.equal(
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
      sha256,
    );
  }
}

function locationOf(lock: Lock, name: string): RegExp {
  const item = lock.packages.find((each) => each.name === name);
  return new RegExp(`/${path.basename(item?.location ?? '')}$`.replaceAll(/[.+]/g, '\\$&'));
}

describe('fetching the packages of a lock', () => {
  it('puts each into the store under its digest, and tells bytes of the total', async (context) => {
    const { lock, fetch, cacheDir } = await setting(context, ['bash', 'sudo']);
    const told: [number, number][] = [];
    const files = await fetch(taskContext({ bytes: (done, total) => told.push([done, total]) }));
    await assertWhole(files, lock);
    const total = lock.packages.reduce((sum, { size }) => sum + size, 0);
    assert.deepEqual(told.at(-1), [total, total]);
    assert.deepEqual(told[0], [0, total]);
    assert.ok((await storeContent(cacheDir)).every((name) => /^[0-9a-f]{64}\.(rpm|json)$/.test(name)));
  });

  it('fetches nothing that is there, and verifies nothing twice', async (context) => {
    const { fetch, server } = await setting(context, ['bash']);
    await fetch();
    const asked = server.requests.length;
    const ctx = taskContext();
    ctx.engine = { ...ctx.engine, run: () => Promise.reject(new Error('A program was run.')) };
    await fetch(ctx);
    assert.equal(server.requests.length, asked);
  });

  it('asks for several packages at once', async (context) => {
    const { fetch, packages, lock } = await setting(context, testbed.packages.slice(), 40_000_000);
    await fetch();
    assert.equal(packages().length, lock.packages.length);
    const first = packages()
      .slice(0, 6)
      .map(({ at }) => at);
    assert.ok(Math.max(...first) - Math.min(...first) < 1000, `${first}`);
  });

  it('works from a folder as well', async (context) => {
    const { lock, cacheDir } = await setting(context, ['bash']);
    const local = project(cacheDir, ['bash'], testbedRepositories(testbed, `file://${testbed.tree}`));
    await assertWhole(await fetchPackages(lock, local, taskContext(), cacheDir), lock);
  });

  it('goes on where the connection broke', async (context) => {
    const { lock, fetch, server, packages } = await setting(context, ['glibc']);
    server.setFaults([{ path: locationOf(lock, 'glibc'), resetAfter: 300_000, times: 1 }]);
    await assertWhole(await fetch(), lock);
    const [first, second] = packages().filter(({ path: asked }) => locationOf(lock, 'glibc').test(asked));
    assert.equal(first?.range, undefined);
    assert.match(second?.range ?? '', /^bytes=[1-9]\d+-$/);
    assert.equal(second?.status, 206);
  });

  it('that was stopped leaves nothing that counts as a package, and goes on from its parts later', async (context) => {
    const { lock, fetch, packages, cacheDir, server } = await setting(context, ['glibc', 'bash'], 400_000);
    const controller = new AbortController();
    const isEnough = (done: number) => done > 600_000 && controller.abort();
    const ctx = taskContext({ signal: controller.signal, bytes: isEnough });
    assert.equal((await failureOf(fetch(ctx))).status, 130);
    const stopped = await storeContent(cacheDir);
    const digests = new Set(lock.packages.map(({ sha256 }) => sha256));
    const parts = stopped.filter((name) => name.endsWith('.part'));
    assert.ok(parts.length > 0);
    for (const name of stopped.filter((each) => each.endsWith('.rpm'))) {
      const content = await readFile(path.join(cacheDir, 'packages', name));
      assert.ok(digests.has(createHash('sha256').update(content).digest('hex')));
    }
    const before = server.requests.length;
    await assertWhole(await fetch(), lock);
    assert.ok(packages().some(({ range, at: _ }) => range !== undefined));
    assert.ok(server.requests.length > before);
    assert.ok((await storeContent(cacheDir)).every((name) => /^[0-9a-f]{64}\.(rpm|json)$/.test(name)));
  });

  it('is not misled by a part with other bytes, or one that is too long', async (context) => {
    for (const size of [5000, 100_000_000]) {
      const { lock, fetch, cacheDir } = await setting(context, ['setup']);
      await mkdir(path.join(cacheDir, 'packages'), { recursive: true });
      const sha256 = lock.packages.find(({ name }) => name === 'setup')?.sha256;
      const part = path.join(cacheDir, 'packages', `${sha256}.4194304.part`);
      await writeFile(part, Buffer.alloc(size, 'x'));
      await assertWhole(await fetch(), lock);
    }
  });

  it('takes the next mirror for what one does not have, cuts short, or has altered', async (context) => {
    for (const fault of [
      { status: 404 },
      { status: 503 },
      { truncateTo: 2000 },
      { garbage: true },
    ] as Partial<ServeFault>[]) {
      const { lock, cacheDir, server } = await setting(context, ['setup']);
      const other = await serveTestbed(testbed, { faults: [{ path: /\.rpm$/, ...fault }] });
      context.after(() => other.close());
      const both = testbedRepositories(testbed, server.url).map((item) => ({
        ...item,
        baseurl: [item.baseurl[0]?.replace(server.url, other.url) ?? '', ...item.baseurl],
      }));
      const files = await fetchPackages(lock, project(cacheDir, ['setup'], both), taskContext(), cacheDir);
      await assertWhole(files, lock);
      assert.ok(other.requests.some(isPackage), JSON.stringify(fault));
    }
  });

  it('takes the mirrors of a metalink', async (context) => {
    const { lock, cacheDir, server } = await setting(context, ['setup']);
    const linked = testbedRepositories(testbed, server.url).map((item) => ({
      ...item,
      baseurl: [],
      metalink: `${server.url}/metalink?repo=${item.id === 'fedora' ? 'fedora-41' : 'updates-released-f41'}&arch=x86_64`,
    }));
    const files = await fetchPackages(lock, project(cacheDir, ['setup'], linked), taskContext(), cacheDir);
    await assertWhole(files, lock);
  });

  it('fetches again what has rotted in the store, with size and time as before, and tells of it once', async (context) => {
    const { lock, fetch, cacheDir, packages, project: given } = await setting(context, ['setup']);
    await fetch();
    const [item] = lock.packages;
    const file = packagePath(cacheDir, item?.sha256 ?? '');
    const content = await readFile(file);
    const { atime, mtime } = await stat(file);
    content.writeUInt8(content.readUInt8(content.length - 1) ^ 1, content.length - 1);
    await writeFile(file, content);
    await utimes(file, atime, mtime);
    const asked = packages().length;
    const damaged: string[] = [];
    const again = () => fetchPackages(lock, given, taskContext(), cacheDir, (name) => damaged.push(name));
    await assertWhole(await again(), lock);
    assert.equal(packages().length, asked + 1);
    await again();
    assert.deepEqual(damaged, ['setup']);
    // Only touched: read again, found good, and not fetched.
    await utimes(file, new Date(0), new Date(0));
    await assertWhole(await fetch(), lock);
    assert.equal(packages().length, asked + 1);
  });
});

describe('a package that cannot be had', () => {
  it('is named with URL and reason: gone, altered, or unreachable', async (context) => {
    const cases: readonly [Partial<ServeFault>, RegExp, RegExp][] = [
      [{ status: 404 }, /Package `bash-\S+\.x86_64` is no longer in repository/, /answered 404/],
      [{ garbage: true }, /`bash-\S+` is not the locked one/, /SHA-256 digest/],
      [{ truncateTo: 1000 }, /`bash-\S+` is not the locked one/, /1000 bytes/],
      [{ status: 500 }, /`bash-\S+` could not be fetched/, /answered 500/],
    ];
    const { lock, fetch, server, cacheDir } = await setting(context, ['bash']);
    for (const [fault, what, why] of cases) {
      server.setFaults([{ path: locationOf(lock, 'bash'), ...fault }]);
      const failure = await failureOf(fetch());
      assert.equal(failure.status, 1);
      assert.match(failure.what, what);
      assert.match(failure.why ?? '', why);
      assert.match(failure.where ?? '', /^http.*bash-.*\.rpm$/);
      const bash = lock.packages.find(({ name }) => name === 'bash')?.sha256;
      assert.ok(!(await storeContent(cacheDir)).includes(`${bash}.rpm`));
    }
  });

  it('because it left the repository says how to take a newer one', async (context) => {
    const { fetch } = await setting(context, ['setup', 'tfr-test-vanished']);
    const failure = await failureOf(fetch());
    assert.match(
      failure.what,
      /`tfr-test-vanished-1\.0-1\.fc41\.noarch` is no longer in repository `fedora`/,
    );
    assert.match(failure.remedy ?? '', /lock --update tfr-test-vanished`/);
  });

  it('because its file was altered on the mirror is refused by its digest', async (context) => {
    const { fetch } = await setting(context, ['setup', 'tfr-test-corrupt']);
    const failure = await failureOf(fetch());
    assert.equal(failure.status, 1);
    assert.match(failure.what, /`tfr-test-corrupt-1\.0-1\.fc41\.noarch` is not the locked one/);
  });
});

describe('a cache folder that cannot be used', () => {
  it('is named, with exit status 3', async (context) => {
    const { lock, cacheDir, project: given } = await setting(context, ['setup']);
    const file = path.join(cacheDir, 'a-file');
    await writeFile(file, '');
    const failure = await failureOf(fetchPackages(lock, given, taskContext(), path.join(file, 'cache')));
    assert.equal(failure.status, 3);
    assert.match(failure.what, /cache folder cannot be written/);
    const solve = await failureOf(resolveLock(given, taskContext(), { cacheDir: path.join(file, 'cache') }));
    assert.equal(solve.status, 3);
  });

  it('because its disk is full stops the run with what is needed and what is free', async (context) => {
    const { lock, cacheDir, project: given } = await setting(context, ['glibc', 'bash']);
    const ctx = taskContext();
    const small = path.join(cacheDir, 'small');
    await mkdir(small);
    const mount = (program: string, ...args: string[]) =>
      ctx.engine.run({ program, args, purpose: 'testing' });
    await mount('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small);
    try {
      const early = await failureOf(fetchPackages(lock, given, ctx, small));
      assert.equal(early.status, 1);
      assert.match(early.what, /need \d+ MiB, but only \d+ MiB are free/);
      // Full in the middle, by what somebody else writes.
      await rm(path.join(small, 'packages'), { recursive: true });
      await writeFile(path.join(small, 'blocker'), Buffer.alloc(700_000));
      await mount('mount', '-o', 'remount,size=8m', small);
      let filled = Promise.resolve();
      const fill = () => {
        filled = filled.then(() =>
          writeFile(path.join(small, 'filler'), Buffer.alloc(9_000_000)).catch(() => {}),
        );
      };
      const late = await failureOf(fetchPackages(lock, given, taskContext({ bytes: fill }), small));
      await filled;
      assert.equal(late.status, 1);
      assert.match(late.what, /disk with the cache folder is full/);
      assert.equal(
        (await storeContent(small)).filter((name) => name.endsWith('.rpm')).length < lock.packages.length,
        true,
      );
    } finally {
      await mount('umount', small);
    }
  });
});
