import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { Failure } from '../../../src/base/failure.js';
import type { RepositorySpec } from '../../../src/config/image-spec.js';
import type { TaskContext } from '../../../src/engine/progress.js';
import { cachedPackageGroups } from '../../../src/rpm/groups/kept-groups.js';
import { formatLock, type LockFile, parseLockFile } from '../../../src/rpm/lock/lock-file.js';
import { packageIndexFile, readPackageIndex } from '../../../src/rpm/solve/package-index.js';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { compsXml } from '../../helpers/comps-xml.js';
import { engineInRoot, prepareForkyRoot } from '../../helpers/forky-root.js';
import { groupedRepository } from '../../helpers/grouped-repository.js';
import { serveTexts } from '../../helpers/serve-texts.js';
import { newStyleOf, prepareTestbed, type ServeOptions, type Testbed } from '../../testbed/index.js';
import { nvrs, project, servedTestbed, taskContext, testbedRepositories } from '../fixture.js';

let testbed: Testbed;
let forky: string;

before(
  async () => {
    testbed = await prepareTestbed();
    forky = await prepareForkyRoot();
  },
  { timeout: 1_800_000 },
);

interface Asked {
  lines: readonly string[];
  only?: readonly string[];
  current?: LockFile;
  repositories?: RepositorySpec[];
}

type Resolve = (asked: Asked) => Promise<string>;

/** A served test bed, and what each library answers: the lock's text without the resolver, or the failure's. */
async function setting(context: TestContext, options: ServeOptions = {}) {
  const served = await servedTestbed(context, testbed, options);
  const ctx = taskContext();
  const placeOf5: TaskContext = { ...ctx, engine: engineInRoot(forky, ctx.engine) };
  const resolver =
    (where: TaskContext, cacheDir: string): Resolve =>
    async ({ lines, only, current, repositories = served.repositories }) => {
      const given = project(served.cacheDir, lines, repositories);
      try {
        const lock = await resolveLock(given, where, { cacheDir, ...(only ? { only } : {}) }, current);
        assert.match(lock.resolver, where === ctx ? /^libdnf \d/ : /^libdnf5 5\.\d+\.\d+$/);
        return formatLock({ ...lock, resolver: 'libdnf' });
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        const { exitStatus, facts } = error;
        return JSON.stringify({ exitStatus, ...facts }, null, 1);
      }
    };
  const cacheOf = (name: string) => path.join(served.cacheDir, name);
  const by4 = resolver(ctx, cacheOf('dnf4'));
  const by5 = resolver(placeOf5, cacheOf('dnf5'));
  /** The answer that both give. */
  const both: Resolve = async (asked) => {
    const expected = await by4(asked);
    assert.equal(await by5(asked), expected);
    return expected;
  };
  /** Both answer alike, with a reason in words of their own: those of libsolv, curl and libxml2 differ by version. */
  const alike = async (asked: Asked, why: RegExp) => {
    const answers = [await by4(asked), await by5(asked)].map((text) => JSON.parse(text));
    const [expected, actual] = answers.map((facts) => ({ ...facts, why: '' }));
    assert.deepEqual(actual, expected);
    for (const facts of answers) assert.match(facts.why, why);
  };
  return { ...served, place: ctx, placeOf5, cacheOf, by5, both, alike };
}

describe('dnf 5 makes the lock of dnf 4', () => {
  it('of whole lists, globs, versions, paths and excludes, without weak dependencies', async (context) => {
    const { both } = await setting(context);
    const table = [
      [...testbed.packages],
      [...testbed.minimalPackages, '-tfr-test-*'],
      ['/usr/bin/bash', '/usr/lib/os-release'],
      ['tfr-test-weak*', '-tfr-test-weak-target'],
      ['tfr-test-weak-1.0-1.fc41.noarch', 'kernel-core'],
      ['rtld(GNU_HASH)', 'grub2-efi', 'sud?'],
    ];
    for (const lines of table) assert.match(await both({ lines }), /"sha256"/);
  });

  it('with versions that a lock pins', async (context) => {
    const { both, by5, repositories } = await setting(context);
    const fedoraOnly = repositories.slice(0, 1);
    const old = parseLockFile(await by5({ lines: testbed.packages, repositories: fedoraOnly }), 'rpms.lock');
    assert.ok(old.kind === 'lock');
    const name = testbed.updatedPackages.find((each) => old.lock.packages.some((item) => item.name === each));
    assert.ok(name !== undefined);
    const updated = await both({ lines: testbed.packages, only: [name], current: old });
    assert.equal(updated.match(/"repo": "updates"/g)?.length, 1);
    const plain = parseLockFile([...nvrs(old.lock), 'tfr-test-weak-1.0-1.fc41'].join('\n'), 'rpms.lock');
    assert.match(await both({ lines: ['bash'], current: plain }), /"pinned"/);
    const gone = parseLockFile('bash-0.1-1.fc41\n', 'rpms.lock');
    assert.match(await both({ lines: ['bash'], current: gone }), /lock --update bash/);
    const broken = await both({ lines: ['bash', '-glibc'], current: old, only: [name] });
    assert.match(broken, /no longer in the repositories/);
  });

  it('from a metalink, from a tree whose metalink is gone, from the second base URL', async (context) => {
    const { both, server, repositories } = await setting(context);
    const links = { fedora: 'fedora-41', updates: 'updates-released-f41' };
    const linked = (tail: string, baseurl: boolean) =>
      repositories.map((item) => ({
        ...item,
        baseurl: baseurl ? item.baseurl : [],
        metalink: `${server.url}/metalink${tail}?repo=${links[item.id as keyof typeof links]}&arch=x86_64`,
      }));
    const second = repositories.map((item) => ({
      ...item,
      baseurl: ['http://127.0.0.1:1/x', ...item.baseurl],
    }));
    for (const given of [linked('', false), linked('-gone', true), second]) {
      assert.match(await both({ lines: ['setup'], repositories: given }), /"sha256"/);
    }
  });

  it('from a mirror list, from repositories with priorities and excludes, from zstd', async (context) => {
    const { both, repositories } = await setting(context);
    const lists = await serveTexts(context, { '/list': `${repositories[0]?.baseurl[0]}\n` });
    const [name = ''] = testbed.updatedPackages;
    const lines = [name, 'sudo'];
    const [fedora, updates] = repositories;
    assert.ok(fedora && updates);
    const older = await both({ lines, repositories: [{ ...fedora, priority: 10 }, updates] });
    const fromFedora = new RegExp(`"name": "${name}",.*"repo": "fedora"`);
    assert.match(older, fromFedora);
    const excluding = [fedora, { ...updates, excludes: [`${name}*`] }];
    assert.match(await both({ lines, repositories: excluding }), fromFedora);
    const listed = [{ ...fedora, baseurl: [], mirrorlist: `${lists.url}/list` }];
    assert.match(await both({ lines, repositories: listed }), /"sha256"/);
    const hidden = repositories.map((item) => ({ ...item, excludes: ['sudo'] }));
    assert.match(await both({ lines, repositories: hidden }), /sudo/);
    const newStyle = newStyleOf(testbed);
    const zstd = testbedRepositories(newStyle, `file://${newStyle.tree}`);
    assert.match(await both({ lines: newStyle.packages, repositories: zstd }), /fc44/);
  });

  it('asks the server only for repomd.xml when nothing has changed', async (context) => {
    const { by5, server } = await setting(context, { latency: 250 });
    await by5({ lines: ['setup'] });
    const fetched = server.requests.length;
    await by5({ lines: ['setup'] });
    const again = server.requests.slice(fetched).map(({ path }) => path);
    assert.ok(again.length > 0 && again.every((path) => path.endsWith('/repomd.xml')), `${again}`);
  });

  it('and the same list of all packages', async (context) => {
    const { place: ctx, placeOf5, cacheOf, cacheDir, repositories } = await setting(context);
    const told: string[] = [];
    const progress = { ...placeOf5.progress, status: (text: string) => told.push(text) };
    const ids = ['z', 'a'].map((id, index) => ({ ...(repositories[index] as RepositorySpec), id }));
    for (const named of [repositories, ids]) {
      const given = project(cacheDir, ['setup'], named);
      const index = await readPackageIndex(given, { ...placeOf5, progress }, cacheOf('dnf5'));
      assert.deepEqual(index, await readPackageIndex(given, ctx, cacheOf('dnf4')));
    }
    assert.ok(told.includes('metadata of fedora'), `${told}`);
  });

  it('and the same groups', async (context) => {
    const { place: ctx, placeOf5, cacheOf, cacheDir } = await setting(context);
    const comps = compsXml({ core: ['bash'] }, { minimal: ['core'] });
    for (const packing of ['gz', 'xz']) {
      const dir = path.join(cacheDir, packing);
      const given = project(
        cacheDir,
        [],
        [groupedRepository(testbed, dir, ['bash', 'setup'], comps, packing)],
      );
      const [by4, by5] = [cacheOf('dnf4'), cacheOf('dnf5')];
      await readPackageIndex(given, ctx, by4);
      await readPackageIndex(given, placeOf5, by5);
      const groups = await cachedPackageGroups(await packageIndexFile(given, by4), by4);
      assert.deepEqual(
        groups?.environments.map(({ id }) => id),
        ['minimal'],
      );
      assert.deepEqual(await cachedPackageGroups(await packageIndexFile(given, by5), by5), groups);
    }
  });
});

describe('dnf 5 says what dnf 4 says', () => {
  it('of package lists that cannot be had', async (context) => {
    const { both, alike } = await setting(context);
    const table: [string[], RegExp][] = [
      [['setup', 'bahs', 'coreutlis'], /2 packages do not exist.*did you mean `bash`/s],
      [['bash-0.1-1.fc41'], /Available for .*: `bash-\d/],
      [['setup', 'sudo', '-sudo'], /is excluded by packages\.list:3/],
      [['bash', 'tfr-test-broken', 'setup'], /nothing provides tfr-test-provided-by-nobody/],
      [['bash', '-glibc'], /exclude `-glibc`/],
    ];
    for (const [lines, message] of table) assert.match(await both({ lines }), message);
    const conflict = ['bash', 'tfr-test-conflict-b', 'sudo', 'tfr-test-conflict-a'];
    await alike(
      { lines: conflict },
      /tfr-test-conflict-a-1\.0-1\.fc41\.noarch conflicts with tfr-test-conflict-b provided by \S+\.noarch[.;]/,
    );
  });

  it('of repositories that cannot be read', async (context) => {
    const { both, alike, server } = await setting(context);
    const repomd = /updates.*repomd\.xml$/;
    const table: [NonNullable<ServeOptions['faults']>, RegExp][] = [
      [[{ path: repomd, status: 404 }], /`updates` cannot be read.*answered 404/s],
      [[{ path: repomd, status: 503 }], /answered 503/],
      [[{ path: repomd, wrongDigest: 'primary' }], /does not match the digest/],
      [[{ path: /updates.*primary\.xml/, garbage: true }], /does not match the digest/],
    ];
    for (const [faults, message] of table) {
      server.setFaults(faults);
      assert.match(await both({ lines: ['bash'] }), message);
    }
    server.setFaults([{ path: repomd, garbage: true }]);
    await alike({ lines: ['bash'] }, /pars.*error at line: 1/i);
    const nobody = testbedRepositories(testbed, 'http://127.0.0.1:1');
    await alike({ lines: ['bash'], repositories: nobody }, /connect/i);
  });
});
