import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { repositorySpec } from '../../../src/config/releases/repository-spec.js';
import type { TaskContext } from '../../../src/engine/progress.js';
import type { Lock, LockedPackage } from '../../../src/rpm/lock/lock.js';
import { projectRepositories } from '../../../src/rpm/repositories/repositories.js';
import { fetchPackages } from '../../../src/rpm/store/store.js';
import { verifyPackages } from '../../../src/rpm/store/verify.js';
import { engineInRoot, prepareForkyBuildRoot } from '../../helpers/forky-root.js';
import { newFolder } from '../../helpers/scratch.js';
import { prepareTestbed, type Testbed } from '../../testbed/index.js';
import {
  failureOf,
  lockedPackage,
  lockOf,
  project,
  scratchFolder,
  taskContext,
  testbedRepositories,
} from '../fixture.js';
import { type StoreSetting, storeSetting } from './store-setting.js';

let testbed: Testbed;
let setting: StoreSetting;

before(
  async () => {
    testbed = await prepareTestbed();
    setting = storeSetting(testbed);
  },
  { timeout: 900_000 },
);

describe('a package whose signature is not as it should be', () => {
  it('is refused by name: unsigned, and signed by another key', async (context) => {
    const { fetch } = await setting(context, ['setup', 'tfr-test-unsigned', 'tfr-test-foreign']);
    for (const attempt of [1, 2]) {
      const failure = await failureOf(fetch());
      assert.equal(failure.status, 1, `attempt ${attempt}`);
      assert.match(failure.what, /2 packages cannot be trusted/);
      assert.match(
        failure.why ?? '',
        /`tfr-test-unsigned-1\.0-1\.fc41\.noarch` of repository `fedora` is not signed/,
      );
      const foreign = testbed.foreignFingerprint.slice(-8);
      const expected = testbed.fingerprint.slice(-16);
      assert.match(
        failure.why ?? '',
        new RegExp(`tfr-test-foreign-1.*signed by key ${foreign}, not by ${expected}`),
      );
    }
  });

  it('is refused when it is signed by a key of this machine that the lock does not name', async (context) => {
    const { lock, cacheDir, server } = await setting(context, ['setup']);
    const other = testbedRepositories(testbed, server.url).map((item) => ({
      ...item,
      keys: [testbed.foreignKey],
    }));
    const relocked: Lock = {
      ...lock,
      repositories: lock.repositories.map((item) => ({ ...item, keys: [testbed.foreignFingerprint] })),
      packages: lock.packages.map((item) => ({ ...item, key: testbed.foreignFingerprint.slice(-16) })),
    };
    const place = project(cacheDir, ['setup'], other);
    const failure = await failureOf(fetchPackages(relocked, place, taskContext(), cacheDir));
    assert.match(`${failure.what} ${failure.why}`, /signed by key/);
    // Good by one set of keys is not good by another.
    const mixed = await failureOf(fetchPackages(lock, place, taskContext(), cacheDir));
    assert.equal(mixed.status, 2);
    assert.match(mixed.what, /keys of repository `\w+` differ from those in the lock/);
  });

  it('is refused when its key had expired by then, by rpm 4.18 and by rpm 6.1; what was signed before counts', async (context) => {
    const folder = await scratchFolder(context);
    const { key, files } = signByExpiredKey(context, folder, testbed);
    const repository = repositorySpec({ id: 'old', baseurl: ['http://127.0.0.1:1'], keys: [key] });
    const place = project(folder, ['setup'], [repository]);
    const [{ fingerprints = [] } = {}] = await projectRepositories(place, null);
    const verify = async (file: string, name: string, ctx: TaskContext) => {
      const cacheDir = path.join(folder, name);
      const sha256 = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
      await mkdir(path.join(cacheDir, 'packages'), { recursive: true });
      await copyFile(file, path.join(cacheDir, 'packages', `${sha256}.rpm`));
      const [, version = '', release = ''] = /-([^-]+)-([^-]+)\.noarch\.rpm$/.exec(file) ?? [];
      const item = { name: 'setup', version, release, arch: 'noarch', repo: 'old', sha256 };
      const repositories = [{ id: 'old', repomd: '', keys: fingerprints }];
      const lock = { ...lockOf([lockedPackage(item)]), repositories };
      return await verifyPackages(lock, place, ctx, cacheDir);
    };
    const native = taskContext();
    const newer = engineInRoot(await prepareForkyBuildRoot(), native.engine);
    for (const [name, ctx] of Object.entries({ native, newer: { ...native, engine: newer } })) {
      assert.equal(await verify(files.before, name, ctx), 1, name);
      const failure = await failureOf(verify(files.after, name, ctx));
      assert.match(
        failure.what,
        /`setup-\S+` of repository `old` was signed on \d{4}-\S+ by the key \w{16}, which expired on 2019-/,
      );
    }
  });

  it('leaves nothing of the throw-away database', async (context) => {
    const { fetch, cacheDir } = await setting(context, ['setup']);
    await fetch();
    assert.deepEqual(await readdir(path.join(cacheDir, 'tmp')), []);
  });
});

describe('a package that is another one than the lock says', () => {
  it('is refused with both names: a version that was edited, and the digest of another good package', async (context) => {
    const { lock, cacheDir, project: given } = await setting(context, ['setup', 'basesystem']);
    const fetch = (packages: LockedPackage[]) =>
      fetchPackages({ ...lock, packages }, given, taskContext(), cacheDir);
    const [basesystem, setup] = ['basesystem', 'setup'].map((name) =>
      lock.packages.find((item) => item.name === name),
    ) as [LockedPackage, LockedPackage];
    // The second time it is known without asking rpm.
    for (const attempt of [1, 2]) {
      const edited = await failureOf(fetch([{ ...setup, version: '99' }]));
      assert.equal(edited.status, 2, `attempt ${attempt}`);
      assert.match(
        edited.what,
        /`setup-99-\S+\.noarch` of repository `fedora` is `setup-(?!99)\S+\.noarch` by its own header/,
      );
    }
    const { sha256, size, location } = basesystem;
    const swapped = await failureOf(fetch([basesystem, { ...setup, sha256, size, location }]));
    assert.match(swapped.what, /`setup-\S+` of repository `fedora` is `basesystem-/);
    await fetch([basesystem, setup]);
  });
});

/** A key that expired in 2019, and a package that it signed before and after that. */
function signByExpiredKey(context: TestContext, folder: string, { repositories }: Testbed) {
  const home = newFolder('tfr-old-');
  context.after(() => {
    execFileSync('gpgconf', ['--homedir', home, '--kill', 'all']);
    rmSync(home, { recursive: true, force: true });
  });
  const gpg = (...args: string[]) =>
    execFileSync('gpg', ['--homedir', home, '--batch', '--quiet', ...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
    }).toString();
  const then = ['--faked-system-time', '20180101T000000', '--passphrase', ''];
  gpg(...then, '--quick-generate-key', 'Old <old@example.org>', 'rsa2048', 'sign', 'never');
  const packages = path.join(repositories[0]?.dir ?? '', 'Packages/s');
  const name = readdirSync(packages).find((one) => /^setup-.*rpm$/.test(one)) ?? '';
  const sign = (into: string, ...more: string[]) => {
    const file = path.join(folder, into, name);
    mkdirSync(path.dirname(file));
    copyFileSync(path.join(packages, name), file);
    const macros = ['__gpg /usr/bin/gpg', '_gpg_name old@example.org', `_gpg_path ${home}`, ...more];
    const defines = macros.flatMap((macro) => ['--define', macro]);
    execFileSync('rpmsign', ['--resign', ...defines, file], {
      stdio: 'ignore',
      env: { ...process.env, GNUPGHOME: home },
    });
    return file;
  };
  const before = '_gpg_sign_cmd_extra_args --faked-system-time 20180601T000000';
  const files = { before: sign('before', before), after: sign('after') };
  const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(gpg('--with-colons', '--list-keys'))?.[1] ?? '';
  gpg(...then, '--quick-set-expire', fingerprint, '1y');
  const key = path.join(folder, 'old.asc');
  writeFileSync(key, gpg('--armor', '--export', fingerprint));
  return { key, files };
}
