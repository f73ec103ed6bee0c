import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import type { TaskContext } from '../../../src/engine/progress.js';
import { inInstallOrder, readRelations } from '../../../src/image/root/package-relations.js';
import { makeRootTree } from '../../../src/image/root/root-tree.js';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { attackTarget } from '../../helpers/attack.js';
import { engineInRoot, prepareForkyBuildRoot } from '../../helpers/forky-root.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';
import { project, testbedRepositories } from '../../rpm/fixture.js';
import { prepareTestbed, type Testbed } from '../../testbed/index.js';
import { createKey } from '../../testbed/keys.js';

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

/** A line of sysusers.d(5) as rpm 4.19 and later note it in a package: filled up with zeros, so that no `=` is needed. */
function encoded(line: string): string {
  const bytes = Buffer.from(line);
  return Buffer.concat([bytes, Buffer.alloc(3 - (bytes.length % 3))]).toString('base64');
}

/**
 * A package as Fedora 42's are: without a script that makes the accounts of its files. Signed by a key of its own.
 * @param script what it runs when its files are there
 */
async function packageWithAccounts(dir: string, script: string): Promise<{ file: string; key: string }> {
  mkdirSync(dir);
  const spec = path.join(dir, 'accounts.spec');
  const provides = [
    `user(keeper) = ${encoded('u keeper - "Keeps things" /var/lib/keeper /usr/sbin/nologin')}`,
    'group(keeper)',
    `group(keys) = ${encoded('g keys 177')}`,
    `groupmember(keeper/keys) = ${encoded('m keeper keys')}`,
  ];
  const head = [
    'Name: accounts',
    'Version: 1',
    'Release: 1',
    'Summary: -',
    'License: -',
    'BuildArch: noarch',
  ];
  const needs = [
    ...['Requires(pre): setup', 'Requires(pre): user(keeper)', 'Requires(pre): group(keys)'],
    ...['Requires(post): coreutils', 'Requires(post): util-linux'],
  ];
  const body = [
    ...['%description', '-', '%install', 'mkdir -p %{buildroot}/var/lib/keeper'],
    ...[
      '%post',
      script.replaceAll('%', '%%'),
      '%files',
      '%dir %attr(0750, keeper, keys) /var/lib/keeper',
      '',
    ],
  ];
  writeFileSync(spec, [...head, ...needs, ...provides.map((one) => `Provides: ${one}`), ...body].join('\n'));
  const macros = [`_topdir ${dir}`, '__os_install_post %{nil}', 'clamp_mtime_to_source_date_epoch 1'];
  mustRun('rpmbuild', ['-bb', ...macros.flatMap((macro) => ['--define', macro]), spec], {
    env: { SOURCE_DATE_EPOCH: String(epoch), HOME: dir },
  });
  const file = path.join(dir, 'RPMS/noarch/accounts-1-1.noarch.rpm');
  const signer = await createKey('accounts');
  try {
    await signer.sign([file]);
  } finally {
    await signer.discard();
  }
  const key = path.join(dir, 'key');
  writeFileSync(key, signer.publicKey);
  return { file, key };
}

test('the same packages give the same tree by rpm 4.18 and rpm 6.1, with circles, scripts and accounts, and none leaves it', async (t) => {
  const scratch = scratchFolder(t);
  const repositories = testbedRepositories(testbed, `file://${testbed.tree}`);
  // systemd and D-Bus, bash and glibc require each other; chrony and OpenSSH make accounts.
  const lines = ['chrony', 'coreutils', 'openssh-server', 'shadow-utils', 'systemd', 'util-linux'];
  const lock = await resolveLock(project(scratch, lines, repositories), taskContext(), {
    cacheDir: path.join(scratch, 'cache'),
  });
  const folders = new Map(testbed.repositories.map(({ id, dir }) => [id as string, dir]));
  const files = lock.packages.map(({ repo, location }) => path.join(folders.get(repo) ?? '', location));
  const setup = files.find((file) => path.basename(file).startsWith('setup-')) ?? null;
  const target = attackTarget(t, '/var/lib');
  const more = await packageWithAccounts(path.join(scratch, 'accounts'), target.attack);

  const { engine, ...here } = taskContext();
  const places: Record<string, TaskContext> = {
    native: { ...here, engine },
    forky: { ...here, engine: engineInRoot(forky, engine) },
  };
  const trees: string[] = [];
  for (const [name, ctx] of Object.entries(places)) {
    const dir = path.join(scratch, name);
    mkdirSync(dir);
    const root = path.join(dir, 'root');
    const read = await readRelations(ctx, [more.file, ...files], dir);
    const packageFiles = inInstallOrder([more.file, ...files], read);
    await makeRootTree(ctx, {
      root,
      packageFiles,
      keyFiles: [testbed.key, more.key],
      languages: ['en_US.UTF-8'],
      epoch,
      preInstall: null,
      ...{ accounts: inInstallOrder(read, read).flatMap((item) => item.accounts), setup, scratch: dir },
    });
    trees.push(mustRun('sh', ['-euc', listing, 'sh', root, String(epoch)]));
  }
  target.assertUntouched();
  assert.deepEqual(trees[0]?.split('\n'), trees[1]?.split('\n'));

  // A fixed number, and the largest of the others.
  const root = path.join(scratch, 'native/root');
  assert.match(mustRun('stat', ['-c', '%u:%g', path.join(root, 'var/lib/keeper')]), /^999:177$/m);
  const passwd = readFileSync(path.join(root, 'etc/passwd'), 'utf8');
  assert.match(passwd, /^keeper:x:999:999:Keeps things:\/var\/lib\/keeper:\/usr\/sbin\/nologin$/m);
  assert.match(readFileSync(path.join(root, 'etc/group'), 'utf8'), /^keys:x:177:keeper$/m);
  assert.match(passwd, /^root:/m);
  assert.match(passwd, /^chrony:/m);
  assert.match(mustRun('stat', ['-c', '%a', path.join(root, 'etc/shadow')]), /^0$/m);

  const query = ['--root', path.join(scratch, 'forky/root'), '--dbpath', '/usr/lib/sysimage/rpm'];
  const installed = mustRun('rpm', [...query, '-qa', '--qf', '%{NAME}\n'])
    .trim()
    .split('\n')
    .sort();
  assert.deepEqual(installed, ['accounts', ...lock.packages.map(({ name }) => name)].sort());
  assert.match(mustRun('rpm', [...query, '-qf', '/usr/bin/bash']), /^bash-/);
});
