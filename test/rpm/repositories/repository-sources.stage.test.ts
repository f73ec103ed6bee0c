import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import type { RepositorySpec } from '../../../src/config/image-spec.js';
import { repositorySpec } from '../../../src/config/releases/repository-spec.js';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { fetchPackages } from '../../../src/rpm/store/store.js';
import { serveTexts } from '../../helpers/serve-texts.js';
import { prepareTestbed, type ServeFault, serveTestbed, type Testbed } from '../../testbed/index.js';
import { type MetalinkFacts, metalinkText } from '../../testbed/metalink.js';
import { failureOf, project, scratchFolder, taskContext } from '../fixture.js';

let testbed: Testbed;
let repomd: Buffer;
let tail: string;

before(
  async () => {
    testbed = await prepareTestbed();
    const [fedora] = testbed.repositories;
    repomd = readFileSync(path.join(fedora?.dir ?? '', 'repodata/repomd.xml'));
    tail = fedora?.path ?? '';
  },
  { timeout: 900_000 },
);

/** A mirror of the release, and the requests that it had. */
async function mirror(context: TestContext, ...faults: ServeFault[]) {
  const server = await serveTestbed(testbed, { faults });
  context.after(() => server.close());
  const asked = (what: RegExp) => server.requests.filter((request) => what.test(request.path)).length;
  return { base: `${server.url}/${tail}`, asked };
}

/** Locks `setup` from one repository that is found by such a metalink. */
async function lockByMetalink(
  context: TestContext,
  facts: Omit<MetalinkFacts, 'repomd'> & { repomd?: Buffer },
) {
  const lists = await serveTexts(context, { '/metalink': metalinkText({ repomd, ...facts }) });
  return (await lockAndFetch(context, { metalink: `${lists.url}/metalink` })).lock;
}

const altered: ServeFault = { path: /repomd\.xml$/, wrongDigest: 'primary' };
const gone: ServeFault = { path: /repomd\.xml$/, status: 404 };
const dead = { url: 'http://127.0.0.1:1/x', preference: 99 };

describe('a metalink', () => {
  it('gives mirrors by preference: the first one is taken, others are not asked', async (context) => {
    const [first, second] = [await mirror(context), await mirror(context)];
    for (const [better, worse] of [
      [first, second],
      [second, first],
    ] as const) {
      const before = [better.asked(/./), worse.asked(/./)];
      await lockByMetalink(context, {
        mirrors: [
          { url: worse.base, preference: 10 },
          { url: better.base, preference: 90 },
        ],
      });
      assert.ok(better.asked(/./) > (before[0] ?? 0));
      assert.equal(worse.asked(/./), before[1]);
    }
  });

  for (const [what, ...faults] of [
    ['is not the one that the metalink means', altered],
    ['is not there', gone],
    ['is rubbish', { path: /repomd\.xml$/, garbage: true }],
  ] as [string, ...ServeFault[]][]) {
    it(`passes over a mirror whose repomd.xml ${what}`, async (context) => {
      const [bad, good] = [await mirror(context, ...faults), await mirror(context)];
      const mirrors = [{ url: bad.base, preference: 100 }, dead, { url: good.base, preference: 50 }];
      assert.ok((await lockByMetalink(context, { mirrors })).packages.length > 0);
      assert.ok(bad.asked(/repomd\.xml$/) > 0 && good.asked(/repomd\.xml$/) > 0);
    });
  }

  it('accepts the alternates that it names, and no others', async (context) => {
    const only = await mirror(context);
    const newest = Buffer.from('<repomd/>\n');
    const mirrors = [{ url: only.base, preference: 100 }];
    for (const hashes of [undefined, ['sha256'], ['sha512']]) {
      const kinds = hashes === undefined ? {} : { hashes };
      const alternates = [Buffer.from('<repomd>older</repomd>\n'), repomd];
      const lock = await lockByMetalink(context, { repomd: newest, alternates, mirrors, ...kinds });
      assert.ok(lock.packages.length > 0);
      const failure = await failureOf(lockByMetalink(context, { repomd: newest, mirrors, ...kinds }));
      assert.equal(failure.status, 1);
    }
  });

  it('of which no mirror has what it means is told with each mirror and why', async (context) => {
    const [bad, none] = [await mirror(context, altered), await mirror(context, gone)];
    const mirrors = [{ url: bad.base, preference: 100 }, { url: none.base, preference: 60 }, dead];
    const failure = await failureOf(lockByMetalink(context, { mirrors }));
    assert.equal(failure.status, 1);
    assert.match(
      failure.why ?? '',
      new RegExp(`The content of ${bad.base}\\S+ does not match the digest stated for it`),
    );
    assert.match(failure.why ?? '', new RegExp(`answered 404 for ${none.base}`));
    assert.match(failure.why ?? '', new RegExp(`connect[^.]*\\(${dead.url}`));
  });
});

describe('a release that has reached its end of life', () => {
  it('is found in the archive, be it that its metalink answers 404 or names mirrors of the archive', async (context) => {
    const [live, archive] = [await mirror(context, { path: /./, status: 404 }), await mirror(context)];
    const lists = await serveTexts(context, {
      '/archived': metalinkText({ repomd, mirrors: [{ url: archive.base, preference: 100 }] }),
    });
    for (const list of ['gone', 'archived']) {
      const before = archive.asked(/./);
      const given = { metalink: `${lists.url}/${list}`, baseurl: [live.base, archive.base] };
      const { lock, fetch } = await lockAndFetch(context, given);
      assert.ok(lock.packages.length > 0);
      assert.equal((await fetch()).size, lock.packages.length);
      assert.ok(archive.asked(/\.rpm$/) > 0 && archive.asked(/./) > before);
    }
    assert.ok(live.asked(/repomd\.xml$/) > 0);
  });
});

describe('a plain mirror list', () => {
  it('is followed for metadata and packages, past mirrors that have nothing', async (context) => {
    const [bad, good] = [await mirror(context, gone, { path: /\.rpm$/, status: 404 }), await mirror(context)];
    const lists = await serveTexts(context, { '/list': `# mirrors\n${bad.base}/\n${good.base}/\n` });
    const { lock, fetch } = await lockAndFetch(context, { mirrorlist: `${lists.url}/list` });
    assert.equal((await fetch()).size, lock.packages.length);
    assert.ok(bad.asked(/\.rpm$/) > 0 && good.asked(/\.rpm$/) > 0);
  });
});

describe('a package that has left its repository', () => {
  const isBefore = (asked: readonly string[], first: RegExp, second: RegExp) =>
    asked.findIndex((one) => first.test(one)) < asked.findIndex((one) => second.test(one));

  it('is taken from an archive, with the folders of the repository or all in one', async (context) => {
    for (const flat of [false, true]) {
      const old = await serveTexts(context);
      const { lock, fetch, live } = await lockAndLeave(context, 'setup', { archives: [`${old.url}/old/`] });
      const item = lock.packages.find(({ name }) => name === 'setup');
      const location = item?.location ?? '';
      const content = readFileSync(path.join(testbed.repositories[0]?.dir ?? '', location));
      old.texts[`/old/${flat ? path.basename(location) : location}`] = content;
      assert.equal((await fetch()).size, lock.packages.length);
      assert.ok(live.asked(/setup-.*\.rpm$/) > 0);
    }
  });

  it('is taken from Koji in the end, where the signed copy is', async (context) => {
    const koji = await serveTestbed(testbed);
    context.after(() => koji.close());
    const nothing = await serveTexts(context);
    const { lock, fetch } = await lockAndFetch(
      context,
      {
        baseurl: [(await mirror(context)).base],
        archives: [nothing.url],
        koji: `${koji.url}/koji/packages/`,
      },
      ['tfr-test-vanished'],
    );
    assert.equal((await fetch()).size, lock.packages.length);
    const asked = koji.requests.map((request) => request.path);
    assert.match(asked.join('\n'), /\/koji\/packages\/tfr-test-vanished\/1\.0\/1\.fc41\/data\/signed\//);
    assert.ok(isBefore(nothing.asked, /Packages\/t\/tfr-test-vanished/, /^\/tfr-test-vanished/));
  });

  it('is refused from wherever it comes when it is not what was locked', async (context) => {
    const old = await serveTexts(context);
    const { lock, fetch } = await lockAndLeave(context, 'setup', { archives: [old.url] });
    const item = lock.packages.find(({ name }) => name === 'setup');
    old.texts[`/${item?.location}`] = Buffer.alloc(item?.size ?? 0, 'x');
    const failure = await failureOf(fetch());
    assert.equal(failure.status, 1);
    assert.match(failure.what, /`setup-\S+` is not the locked one/);
    assert.match(failure.why ?? '', new RegExp(`${old.url}/\\S+: The received file has the SHA-256`));
  });
});

/** A lock of these lines from one repository, and what fetches its packages. */
async function lockAndFetch(context: TestContext, given: Partial<RepositorySpec>, lines = ['setup']) {
  const cacheDir = await scratchFolder(context);
  const fedora = repositorySpec({ id: 'fedora', keys: [testbed.key], ...given });
  const from = project(cacheDir, lines, [fedora]);
  const lock = await resolveLock(from, taskContext(), { cacheDir });
  return { lock, fetch: () => fetchPackages(lock, from, taskContext(), cacheDir) };
}

/** The same, from a mirror that has this package no more when it is fetched. */
async function lockAndLeave(context: TestContext, name: string, given: Partial<RepositorySpec>) {
  const live = await mirror(context, { path: new RegExp(`/${name}-[^/]*\\.rpm$`), status: 404 });
  return { live, ...(await lockAndFetch(context, { baseurl: [live.base], ...given }, [name])) };
}
