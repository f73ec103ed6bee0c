import assert from 'node:assert/strict';
import { before, describe, it, type TestContext } from 'node:test';
import type { RepositorySpec } from '../../../src/config/image-spec.js';
import { readPackageIndex } from '../../../src/rpm/solve/package-index.js';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { prepareTestbed, type Testbed } from '../../testbed/index.js';
import { failureOf, project, scratchFolder, taskContext, testbedRepositories } from '../fixture.js';

let testbed: Testbed;

before(
  async () => {
    testbed = await prepareTestbed();
  },
  { timeout: 900_000 },
);

type Options = Partial<RepositorySpec>;

/** The test bed's repositories on this machine, each with its own options. */
async function setting(context: TestContext, fedora: Options, updates: Options) {
  const cacheDir = await scratchFolder(context);
  const repositories = testbedRepositories(testbed, `file://${testbed.tree}`).map((one) => ({
    ...one,
    ...(one.id === 'fedora' ? fedora : updates),
  }));
  const projectOf = (lines: readonly string[]) => project(cacheDir, lines, repositories);
  return {
    /** Version and repository of a package that is locked alone. */
    taken: async (name: string, line = name) => {
      const lock = await resolveLock(projectOf([line]), taskContext(), { cacheDir });
      const found = lock.packages.find((item) => item.name === name);
      return `${found?.repo} ${found?.version}-${found?.release}`;
    },
    lock: (lines: readonly string[]) => resolveLock(projectOf(lines), taskContext(), { cacheDir }),
    indexed: async (name: string) => {
      const index = await readPackageIndex(projectOf([]), taskContext(), cacheDir);
      return index.versions[index.names.indexOf(name)];
    },
  };
}

describe('the priority of a repository', () => {
  it('goes before versions: of the smaller number an older package is taken, and listed', async (context) => {
    const [name = ''] = testbed.updatedPackages;
    const plain = await setting(context, {}, {});
    const newer = await plain.taken(name);
    assert.match(newer, /^updates /);
    const same = await setting(context, { priority: 50 }, { priority: 50 });
    assert.equal(await same.taken(name), newer);
    const older = await setting(context, { priority: 98 }, {});
    const taken = await older.taken(name);
    assert.match(taken, /^fedora /);
    assert.equal(await older.taken(name, `${name}*`), taken);
    assert.notEqual(await older.indexed(name), await plain.indexed(name));
    assert.ok(taken.endsWith(` ${await older.indexed(name)}`), taken);
  });

  it('does not hinder a version that is asked for', async (context) => {
    const [name = ''] = testbed.updatedPackages;
    const newer = await (await setting(context, {}, {})).taken(name);
    const older = await setting(context, { priority: 10 }, {});
    assert.equal(await older.taken(name, `${name}-${newer.replace('updates ', '')}`), newer);
  });
});

describe('excludes of a repository', () => {
  it('take away its packages, and not those of others', async (context) => {
    const [name = '', other = ''] = testbed.updatedPackages;
    const { taken, indexed } = await setting(context, {}, { excludes: [`${name.slice(0, -1)}?`] });
    const older = await taken(name);
    assert.match(older, /^fedora /);
    assert.ok(older.endsWith(` ${await indexed(name)}`));
    assert.match(await taken(other), /^updates /);
  });

  it('are named when they hide what the list wants', async (context) => {
    const { lock } = await setting(context, { excludes: ['sudo'] }, { excludes: ['sudo*'] });
    const failure = await failureOf(lock(['setup', 'sudo']));
    assert.equal(failure.status, 2);
    assert.match(failure.why ?? '', /`sudo` \(packages\.list:2\) is excluded by `excludes` of a repository/);
  });
});

it('a package that only a known repository has is named with the flag that adds it', async (context) => {
  const { lock } = await setting(context, {}, {});
  const failure = await failureOf(lock(['setup', 'docker-buildx-plugin']));
  assert.equal(failure.where, 'packages.list:2');
  assert.match(
    failure.remedy ?? '',
    /For `docker-buildx-plugin` add the repository `docker-ce`: `--repo docker-ce`/,
  );
  assert.doesNotMatch(failure.remedy ?? '', /did you mean/);
});
