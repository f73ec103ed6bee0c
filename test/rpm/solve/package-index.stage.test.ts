import assert from 'node:assert/strict';
import { readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { compareEvr, formatEvr } from '../../../src/rpm/evr.js';
import { cachedPackageIndex, readPackageIndex } from '../../../src/rpm/solve/package-index.js';
import { type PackageIndex, packageNamed } from '../../../src/rpm/solve/package-index-columns.js';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { fedora32, fedora32Folder } from '../../data/index.js';
import { mustRun } from '../../helpers/run-program.js';
import { prepareTestbed, type ServeOptions, type Testbed } from '../../testbed/index.js';
import {
  failureOf,
  project,
  scratchFolder,
  servedTestbed,
  taskContext,
  testbedRepositories,
} from '../fixture.js';

let testbed: Testbed;

before(
  async () => {
    testbed = await prepareTestbed();
  },
  { timeout: 900_000 },
);

/** A project on a served test bed, and a cache folder. */
async function setting(context: TestContext, options: ServeOptions = {}) {
  const served = await servedTestbed(context, testbed, options);
  return { ...served, given: project(served.cacheDir, ['setup'], served.repositories) };
}

describe('the names of all packages', () => {
  it('are those that dnf lists, each in its newest version', async (context) => {
    const { given, cacheDir } = await setting(context);
    const index = await readPackageIndex(given, taskContext(), cacheDir);
    const sources = testbed.repositories.map(({ id, dir }) => `--repofrompath=${id},file://${dir}`);
    const format = '%{name} %{epoch}:%{version}-%{release} %{installsize} %{summary}';
    const listed = mustRun('dnf', [
      ...['-q', '--disablerepo=*', ...sources, `--setopt=cachedir=${cacheDir}/dnf`, '--releasever=41'],
      ...['repoquery', '--latest-limit=1', '--arch=x86_64,noarch', `--qf=${format}`],
    ]);
    const expected = listed.trim().split('\n').sort();
    const told = index.names.map((name, row) => {
      const version = index.versions[row] as string;
      const evr = version.includes(':') ? version : `0:${version}`;
      return `${name} ${evr} ${index.installedBytes[row]} ${index.summaries[row]}`;
    });
    assert.deepEqual([...told].sort(), expected);
    assert.ok(index.names.length > 100);
    assert.deepEqual(index.names, [...index.names].sort());
  });

  it('of Fedora 32 have what its metadata says', async (context) => {
    const cacheDir = await scratchFolder(context);
    const index = await readPackageIndex(project(cacheDir, [], [fedora32()], 32), taskContext(), cacheDir);
    const newest = newestOf(await primaryPackages(path.join(fedora32Folder, 'repodata')));
    assert.ok(newest.size > 150);
    assert.deepEqual(index.names, [...newest.keys()].sort());
    for (const [row, name] of index.names.entries()) {
      const item = newest.get(name);
      assert.ok(item !== undefined);
      assert.equal(index.versions[row], formatEvr(item.evr), name);
      assert.equal(index.summaries[row], item.summary);
      assert.equal(index.installedBytes[row], item.installed);
    }
  });

  it('are read again from what the lock has fetched', async (context) => {
    const { given, cacheDir, server } = await setting(context);
    await resolveLock(given, taskContext(), { cacheDir });
    const fetched = server.requests.length;
    await readPackageIndex(given, taskContext(), cacheDir);
    await resolveLock(given, taskContext(), { cacheDir });
    const again = server.requests.slice(fetched).map((request) => request.path);
    assert.ok(again.length > 0 && again.every((one) => one.endsWith('/repomd.xml')), `${again}`);
  });
});

interface PrimaryPackage {
  name: string;
  arch: string;
  evr: { epoch: number; version: string; release: string };
  summary: string;
  size: number;
  installed: number;
}

/** Packages as primary.xml has them, read without a library. */
async function primaryPackages(repodata: string): Promise<PrimaryPackage[]> {
  const name = (await readdir(repodata)).find((each) => each.endsWith('-primary.xml.gz'));
  const text = gunzipSync(await readFile(path.join(repodata, name as string))).toString();
  const first = (part: string, pattern: RegExp) => (pattern.exec(part)?.[1] ?? '').replaceAll('&amp;', '&');
  return text
    .split('<package type="rpm">')
    .slice(1)
    .map((part) => ({
      name: first(part, /<name>([^<]*)/),
      arch: first(part, /<arch>([^<]*)/),
      evr: {
        epoch: Number(first(part, /epoch="(\d+)"/)),
        version: first(part, /ver="([^"]*)"/),
        release: first(part, /rel="([^"]*)"/),
      },
      summary: first(part, /<summary>([^<]*)/),
      size: Number(first(part, /<size [^>]*package="(\d+)"/)),
      installed: Number(first(part, /<size [^>]*installed="(\d+)"/)),
    }));
}

function newestOf(packages: readonly PrimaryPackage[]): Map<string, PrimaryPackage> {
  const newest = new Map<string, PrimaryPackage>();
  for (const item of packages.filter(({ arch }) => arch === 'x86_64' || arch === 'noarch')) {
    const before = newest.get(item.name);
    if (before === undefined || compareEvr(before.evr, item.evr) < 0) newest.set(item.name, item);
  }
  return newest;
}

describe('the list that is kept', () => {
  it('is there at once the next time, for the same repositories and release', async (context) => {
    const { given, cacheDir, repositories, server } = await setting(context);
    assert.equal(await cachedPackageIndex(given, cacheDir), null);
    const index = await readPackageIndex(given, taskContext(), cacheDir);
    const requests = server.requests.length;
    assert.deepEqual(await cachedPackageIndex(given, cacheDir), index);
    assert.equal(server.requests.length, requests);
    const others: [string, ReturnType<typeof project>][] = [
      ['other repositories', project(cacheDir, ['setup'], repositories.slice(0, 1))],
      ['another release', project(cacheDir, ['setup'], repositories, 42)],
    ];
    for (const [what, other] of others) assert.equal(await cachedPackageIndex(other, cacheDir), null, what);
    const otherList = project(cacheDir, ['bash', 'vim'], repositories);
    assert.deepEqual(
      await cachedPackageIndex(otherList, cacheDir),
      index,
      'the chosen packages do not matter',
    );
  });

  it('is none when it is damaged, and is made again', async (context) => {
    const { given, cacheDir } = await setting(context);
    const index = await readPackageIndex(given, taskContext(), cacheDir);
    const [name] = await readdir(path.join(cacheDir, 'package-index'));
    const file = path.join(cacheDir, 'package-index', name as string);
    const text = await readFile(file, 'utf8');
    const damage: [string, (columns: Record<string, unknown[]>) => unknown][] = [
      ['a column less', ({ versions: _, ...columns }) => columns],
      ['a row less in a column', (columns) => ({ ...columns, versions: columns.versions?.slice(1) })],
      ['a number for a text', (columns) => ({ ...columns, summaries: columns.summaries?.map(() => 1) })],
      ['names in another order', (columns) => ({ ...columns, names: columns.names?.reverse() })],
      ['nothing', () => null],
    ];
    for (const [what, change] of damage) {
      await writeFile(file, JSON.stringify(change(JSON.parse(text))));
      assert.equal(await cachedPackageIndex(given, cacheDir), null, what);
    }
    await writeFile(file, text);
    assert.notEqual(await cachedPackageIndex(given, cacheDir), null);
    for (const length of [text.length - 5, 100, 0]) {
      await truncate(file, length);
      assert.equal(await cachedPackageIndex(given, cacheDir), null, `cut to ${length}`);
    }
    assert.deepEqual(await readPackageIndex(given, taskContext(), cacheDir), index);
    assert.deepEqual(await cachedPackageIndex(given, cacheDir), index);
  });

  it('is one of a dozen, not of all that ever were, and nothing else is left behind', async (context) => {
    const scratch = await scratchFolder(context);
    const cacheDir = path.join(scratch, 'cache');
    let last: PackageIndex | null = null;
    for (let index = 0; index < 14; index++) {
      const base = path.join(scratch, `tree-${index}`);
      await symlink(testbed.tree, base);
      const given = project(scratch, [], testbedRepositories(testbed, `file://${base}`).slice(0, 1));
      await readPackageIndex(given, taskContext(), cacheDir);
      last = await cachedPackageIndex(given, cacheDir);
    }
    assert.ok(last !== null && packageNamed(last, 'bash') !== null);
    assert.equal((await readdir(path.join(cacheDir, 'package-index'))).length, 12);
    assert.deepEqual(await readdir(path.join(cacheDir, 'tmp')), []);
  });
});

describe('names that cannot be had', () => {
  const cases: [string, ServeOptions, RegExp][] = [
    ['answers 404', { faults: [{ path: /updates.*repomd\.xml$/, status: 404 }] }, /`updates` cannot be read/],
    [
      'has metadata of another digest',
      { faults: [{ path: /updates.*repomd\.xml$/, wrongDigest: 'primary' }] },
      /`updates` does not match the digest/,
    ],
  ];
  for (const [what, options, expected] of cases) {
    it(`name the repository that ${what}, and leave the list that is kept`, async (context) => {
      const { given, cacheDir, server } = await setting(context);
      const index = await readPackageIndex(given, taskContext(), cacheDir);
      server.setFaults(options.faults ?? []);
      const failure = await failureOf(readPackageIndex(given, taskContext(), cacheDir));
      assert.equal(failure.status, 1);
      assert.match(failure.what, expected);
      assert.deepEqual(await cachedPackageIndex(given, cacheDir), index);
    });
  }

  it('name the solver that is not installed, with exit status 3', async (context) => {
    const { given, cacheDir } = await setting(context);
    const ctx = taskContext();
    const { engine } = ctx;
    // Without the system's modules, python is as on a machine without python3-dnf.
    const start: typeof engine.start = (command) =>
      engine.start({ ...command, args: ['-S', ...command.args] });
    const failure = await failureOf(
      readPackageIndex(given, { ...ctx, engine: { ...engine, start } }, cacheDir),
    );
    assert.equal(failure.status, 3);
    assert.match(failure.remedy ?? '', /`python3-dnf`/);
  });

  it('name the cache folder that cannot be written, with exit status 3', async (context) => {
    const { given, cacheDir } = await setting(context);
    await writeFile(path.join(cacheDir, 'package-index'), '');
    const failure = await failureOf(readPackageIndex(given, taskContext(), cacheDir));
    assert.equal(failure.status, 3);
    assert.match(failure.where ?? '', /package-index/);
  });

  it('end at once when the run is interrupted', async (context) => {
    const { given, cacheDir } = await setting(context, { latency: 8000 });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const startedAt = Date.now();
    const ctx = taskContext({ signal: controller.signal });
    const failure = await failureOf(readPackageIndex(given, ctx, cacheDir));
    assert.equal(failure.status, 130);
    assert.ok(Date.now() - startedAt < 5000);
  });
});
