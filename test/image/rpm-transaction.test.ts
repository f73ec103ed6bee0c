import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import type { Workplace } from '../../src/engine/progress.js';
import { inInstallOrder } from '../../src/image/package-relations.js';
import { makeRootTree } from '../../src/image/root-tree.js';
import { resolveLock } from '../../src/rpm/resolve.js';
import { engineInRoot, prepareForkyBuildRoot } from '../helpers/forky-root.js';
import { mustRun } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';
import { workplace } from '../helpers/workplace.js';
import { project, testbedRepositories } from '../rpm/fixture.js';
import { prepareTestbed, type Testbed } from '../testbed/index.js';

const epoch = 1_730_160_000;
let testbed: Testbed;
let forky: string;

before(
  async () => {
    testbed = await prepareTestbed();
    forky = await prepareForkyBuildRoot();
  },
  { timeout: 1_800_000 },
);

/** Everything of a tree that comes into an image. */
const listing = `cd "$1"
  find . -newermt "@$2" -exec touch -h -d "@$2" {} +
  find . -printf '%p %y %m %U %G %n %T@ %l\\n' | sort
  find . -type f -print0 | sort -z | xargs -0 sha256sum
  getcap -r . | sort`;

test('the same packages give the same tree by rpm 4.18 and rpm 6.1, with circles, accounts and scripts', async (t) => {
  const scratch = scratchFolder(t);
  const repositories = testbedRepositories(testbed, `file://${testbed.tree}`);
  // systemd and D-Bus, bash and glibc require each other; chrony and OpenSSH make accounts.
  const lines = ['chrony', 'coreutils', 'openssh-server', 'shadow-utils', 'systemd', 'util-linux'];
  const lock = await resolveLock(project(scratch, lines, repositories), workplace(), {
    cacheDir: path.join(scratch, 'cache'),
  });
  const folders = new Map(testbed.repositories.map(({ id, dir }) => [id as string, dir]));
  const files = lock.packages.map(({ repo, location }) => path.join(folders.get(repo) ?? '', location));

  const { engine, ...here } = workplace();
  const places: Record<string, Workplace> = {
    native: { ...here, engine },
    forky: { ...here, engine: engineInRoot(forky, engine) },
  };
  const trees: string[] = [];
  for (const [name, place] of Object.entries(places)) {
    const dir = path.join(scratch, name);
    mkdirSync(dir);
    const root = path.join(dir, 'root');
    await makeRootTree(place, {
      root,
      packageFiles: await inInstallOrder(place, files, dir),
      keyFiles: [testbed.key],
      languages: ['en_US.UTF-8'],
      epoch,
      preInstall: null,
    });
    trees.push(mustRun('sh', ['-euc', listing, 'sh', root, String(epoch)]));
  }
  assert.deepEqual(trees[0]?.split('\n'), trees[1]?.split('\n'));

  const query = ['--root', path.join(scratch, 'forky/root'), '--dbpath', '/usr/lib/sysimage/rpm'];
  const installed = mustRun('rpm', [...query, '-qa', '--qf', '%{NAME}\n'])
    .trim()
    .split('\n')
    .sort();
  assert.deepEqual(installed, lock.packages.map(({ name }) => name).sort());
  assert.match(mustRun('rpm', [...query, '-qf', '/usr/bin/bash']), /^bash-/);
});
