import assert from 'node:assert/strict';
import { readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { formatLock, parseLockFile } from '../../../src/rpm/lock/lock-file.js';
import { inputsDigest } from '../../../src/rpm/lock/lock-inputs.js';
import { projectRepositories } from '../../../src/rpm/repositories/repositories.js';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { prepareTestbed, type ServeOptions, type Testbed } from '../../testbed/index.js';
import {
  failureOf,
  nvrs,
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

/** A served test bed, a cache folder, and `lock(lines)` that resolves against them. */
async function setting(context: TestContext, options: ServeOptions = {}) {
  const served = await servedTestbed(context, testbed, options);
  const { cacheDir, repositories } = served;
  const projectOf = (lines: readonly string[]) => project(cacheDir, lines, repositories);
  type Current = Parameters<typeof resolveLock>[3];
  const lock = (lines: readonly string[], only?: readonly string[], current?: Current) =>
    resolveLock(projectOf(lines), taskContext(), { cacheDir, ...(only ? { only } : {}) }, current);
  return { ...served, projectOf, lock };
}

describe('resolving a package list', () => {
  it('gives every package that is needed, with digest, key, and the reason why it is there', async (context) => {
    const { lock, projectOf } = await setting(context);
    const result = await lock(['bash', 'setup']);
    const bash = result.packages.find(({ name }) => name === 'bash');
    const glibc = result.packages.find(({ name }) => name === 'glibc');
    assert.equal(result.release, 41);
    assert.match(result.resolver, /^libdnf \d/);
    assert.deepEqual(bash?.why, ['listed']);
    assert.ok(glibc?.why.includes('bash'), `${glibc?.why}`);
    assert.equal(bash?.key, testbed.fingerprint.slice(-16));
    assert.match(bash?.location ?? '', /^Packages\/b\/bash-.*\.x86_64\.rpm$/);
    assert.deepEqual(
      result.repositories.map(({ id, keys }) => [id, keys]),
      [
        ['fedora', [testbed.fingerprint]],
        ['updates', [testbed.fingerprint]],
      ],
    );
    const names = result.packages.map(({ name }) => name);
    assert.deepEqual(names, [...names].sort());
    const given = projectOf(['bash', 'setup']);
    assert.equal(result.inputs, inputsDigest(given, await projectRepositories(given, null)));
  });

  it('gives the same bytes twice, and takes the newest version from the updates', async (context) => {
    const { lock, cacheDir: _ } = await setting(context);
    const lines = [...testbed.packages];
    const first = await lock(lines);
    assert.equal(formatLock(await lock(lines)), formatLock(first));
    const updated = first.packages.filter(({ repo }) => repo === 'updates').map(({ name }) => name);
    assert.ok(updated.length > 0);
    assert.ok(updated.every((name) => testbed.updatedPackages.includes(name)));
  });

  it('takes globs, versions, paths and excludes, and no weak dependencies', async (context) => {
    const { lock } = await setting(context);
    const names = async (...lines: string[]) => (await lock(lines)).packages.map(({ name }) => name);
    assert.ok(!(await names('tfr-test-weak')).includes('tfr-test-weak-target'));
    assert.ok((await names('/usr/bin/bash')).includes('bash'));
    // Not among the paths that primary.xml names.
    assert.ok((await names('/usr/lib/os-release')).includes('fedora-release-identity-basic'));
    const glob = await names('tfr-test-weak*', '-tfr-test-weak-target');
    assert.deepEqual(glob, ['tfr-test-weak']);
    const old = (await lock(['tfr-test-weak-1.0-1.fc41.noarch'])).packages[0];
    assert.deepEqual([old?.name, old?.version, old?.why], ['tfr-test-weak', '1.0', ['listed']]);
  });

  it('notices a repository that has changed, and does not fetch again what has not', async (context) => {
    const { lock, server } = await setting(context);
    await lock(['setup']);
    const fetched = server.requests.length;
    await lock(['setup']);
    const again = server.requests.slice(fetched).map(({ path }) => path);
    assert.ok(again.length > 0 && again.every((path) => path.endsWith('/repomd.xml')), `${again}`);
  });

  it('updates the named packages only, and keeps all others at exactly their version', async (context) => {
    const { lock, repositories, cacheDir } = await setting(context);
    const fedoraOnly = project(cacheDir, testbed.packages, repositories.slice(0, 1));
    const old = await resolveLock(fedoraOnly, taskContext(), { cacheDir });
    const [name, other] = testbed.updatedPackages.filter((each) =>
      old.packages.some((item) => item.name === each),
    );
    assert.ok(name !== undefined && other !== undefined);
    const updated = await lock(testbed.packages, [name], { kind: 'lock', lock: old });
    const differs = nvrs(updated).filter((nvr) => !nvrs(old).includes(nvr));
    assert.deepEqual(
      differs.map((nvr) => nvr.replace(/-[^-]+-[^-]+$/, '')),
      [name],
    );
    const unknown = await failureOf(lock(testbed.packages, ['bahs'], { kind: 'lock', lock: old }));
    assert.equal(unknown.status, 2);
    assert.match(`${unknown.what} ${unknown.remedy}`, /`bahs`.*Did you mean `bash`/);
  });

  it('keeps exactly the versions of the plain list of the seed, and all its packages', async (context) => {
    const { lock, repositories, cacheDir } = await setting(context);
    const fedoraOnly = project(cacheDir, ['bash', 'sudo'], repositories.slice(0, 1));
    const old = await resolveLock(fedoraOnly, taskContext(), { cacheDir });
    const text = [...nvrs(old), 'tfr-test-weak-target-1.0-1.fc41'].join('\n');
    const upgraded = await lock(['bash', 'sudo'], undefined, parseLockFile(text, 'rpms.lock'));
    assert.deepEqual(nvrs(upgraded).sort(), text.split('\n').sort());
    const extra = upgraded.packages.find((item) => item.name === 'tfr-test-weak-target');
    assert.deepEqual(extra?.why, ['pinned']);
    const gone = await failureOf(lock(['bash'], undefined, parseLockFile('bash-0.1-1.fc41\n', 'rpms.lock')));
    assert.equal(gone.status, 2);
    assert.match(gone.what, /`bash-0\.1-1\.fc41`/);
    assert.match(gone.remedy ?? '', /lock --update bash`/);
  });
});

describe('a package list that cannot be had', () => {
  it('names the line of a package that does not exist, and the nearest names that do', async (context) => {
    const { lock } = await setting(context);
    const failure = await failureOf(lock(['setup', 'bahs', 'coreutlis']));
    assert.equal(failure.status, 2);
    assert.equal(failure.where, 'packages.list:2');
    assert.match(failure.what, /`bahs`, `coreutlis`/);
    assert.match(failure.why ?? '', /`coreutlis` \(packages\.list:3\)/);
    assert.match(failure.remedy ?? '', /`bash`.*`coreutils`/);
    const version = await failureOf(lock(['bash-0.1-1.fc41']));
    assert.match(version.why ?? '', /Available for .*: `bash-\d/);
    const excluded = await failureOf(lock(['setup', 'sudo', '-sudo']));
    assert.match(excluded.why ?? '', /`sudo` \(packages\.list:2\) is excluded by packages\.list:3/);
  });

  it('names the lines that conflict, and only these', async (context) => {
    const { lock } = await setting(context);
    const failure = await failureOf(lock(['bash', 'tfr-test-conflict-b', 'sudo', 'tfr-test-conflict-a']));
    assert.equal(failure.status, 2);
    assert.equal(failure.where, 'packages.list:2');
    assert.match(
      failure.what,
      /^These cannot be installed together: `tfr-test-conflict-b` \(packages\.list:2\), `tfr-test-conflict-a` \(packages\.list:4\)\.$/,
    );
    assert.match(
      failure.why ?? '',
      /tfr-test-conflict-a-1\.0-1\.fc41\.noarch conflicts with tfr-test-conflict-b/,
    );
  });

  it('names the line whose dependency nobody provides, or which an exclude takes away', async (context) => {
    const { lock } = await setting(context);
    const broken = await failureOf(lock(['bash', 'tfr-test-broken', 'setup']));
    assert.equal(broken.where, 'packages.list:2');
    assert.match(broken.why ?? '', /nothing provides tfr-test-provided-by-nobody/);
    const excluded = await failureOf(lock(['bash', '-glibc']));
    assert.equal(excluded.where, 'packages.list:1');
    assert.match(excluded.remedy ?? '', /exclude `-glibc` \(packages\.list:2\)/);
  });

  it('says which release or key is unknown before anything is fetched', async (context) => {
    const cacheDir = await scratchFolder(context);
    const unknown = await failureOf(
      resolveLock(project(cacheDir, ['bash'], null, 99), taskContext(), { cacheDir }),
    );
    assert.equal(unknown.status, 2);
    assert.match(unknown.what, /`99`/);
    const given = testbedRepositories(testbed, 'http://127.0.0.1:1').map((one) => ({
      ...one,
      id: `my-${one.id}`,
      keys: [],
    }));
    const unkeyed = await failureOf(
      resolveLock(project(cacheDir, ['bash'], given), taskContext(), { cacheDir }),
    );
    assert.equal(unkeyed.where, 'repositories[0].keys');
    const empty = await failureOf(
      resolveLock(project(cacheDir, ['-bash'], given), taskContext(), { cacheDir }),
    );
    assert.equal(empty.status, 2);
  });
});

describe('a repository that cannot be read', () => {
  const cases: readonly [string, ServeOptions, RegExp][] = [
    ['answers 404', { faults: [{ path: /updates.*repomd\.xml$/, status: 404 }] }, /answered 404/],
    ['answers 503', { faults: [{ path: /updates.*repomd\.xml$/, status: 503 }] }, /answered 503/],
    ['sends garbage for repomd.xml', { faults: [{ path: /updates.*repomd\.xml$/, garbage: true }] }, /xml/i],
  ];
  for (const [what, options, why] of cases) {
    it(`is named with its URL when it ${what}`, async (context) => {
      const { lock } = await setting(context, options);
      const failure = await failureOf(lock(['bash']));
      assert.equal(failure.status, 1);
      assert.match(failure.what, /^Repository `updates` cannot be read/);
      assert.match(failure.why ?? '', why);
    });
  }

  it('is named with its URL when nobody listens there', async (context) => {
    const cacheDir = await scratchFolder(context);
    const nobody = project(cacheDir, ['bash'], testbedRepositories(testbed, 'http://127.0.0.1:1'));
    const failure = await failureOf(resolveLock(nobody, taskContext(), { cacheDir }));
    assert.equal(failure.status, 1);
    assert.match(failure.where ?? '', /^http:\/\/127\.0\.0\.1:1\/.*repomd\.xml$/);
    assert.match(failure.why ?? '', /connect/i);
  });

  it('is named when its metadata does not have the digest that it states, or is altered', async (context) => {
    for (const fault of [
      { path: /updates.*repomd\.xml$/, wrongDigest: 'primary' },
      { path: /updates.*primary\.xml/, garbage: true },
    ]) {
      const { lock } = await setting(context, { faults: [fault] });
      const failure = await failureOf(lock(['bash']));
      assert.equal(failure.status, 1);
      assert.match(failure.what, /metadata of repository `updates` does not match the digest/);
    }
  });

  it('is stood in for by the next base URL', async (context) => {
    const { server, cacheDir, repositories } = await setting(context);
    const twice = repositories.map((item) => ({
      ...item,
      baseurl: ['http://127.0.0.1:1/x', ...item.baseurl],
    }));
    const lock = await resolveLock(project(cacheDir, ['setup'], twice), taskContext(), { cacheDir });
    assert.ok(lock.packages.length > 0 && server.requests.length > 0);
  });

  it('ends at once when the run is interrupted', async (context) => {
    const { projectOf, cacheDir } = await setting(context, { latency: 8000 });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const startedAt = Date.now();
    const ctx = taskContext({ signal: controller.signal });
    const failure = await failureOf(resolveLock(projectOf(['bash']), ctx, { cacheDir }));
    assert.equal(failure.status, 130);
    assert.ok(Date.now() - startedAt < 5000);
  });
});

describe('the solver', () => {
  it('that is not installed is named, with exit status 3', async (context) => {
    const { projectOf, cacheDir } = await setting(context);
    const ctx = taskContext();
    const { engine } = ctx;
    // Without the system's modules, python is as on a machine without python3-dnf.
    const start: typeof engine.start = (command) =>
      engine.start({ ...command, args: ['-S', ...command.args] });
    const failure = await failureOf(
      resolveLock(projectOf(['bash']), { ...ctx, engine: { ...engine, start } }, { cacheDir }),
    );
    assert.equal(failure.status, 3);
    assert.match(failure.remedy ?? '', /`python3-dnf`/);
  });

  it('keeps the metadata of a dozen repositories, not of all that ever were', async (context) => {
    const scratch = await scratchFolder(context);
    const cacheDir = path.join(scratch, 'cache');
    for (let index = 0; index < 16; index++) {
      const base = path.join(scratch, `tree-${index}`);
      await symlink(testbed.tree, base);
      const [fedora] = testbedRepositories(testbed, `file://${base}`);
      assert.ok(fedora);
      await resolveLock(project(scratch, ['setup'], [fedora]), taskContext(), { cacheDir });
    }
    const kept = await readdir(path.join(cacheDir, 'metadata'), { withFileTypes: true });
    assert.equal(kept.filter((entry) => entry.isDirectory()).length, 13);
  });
});
