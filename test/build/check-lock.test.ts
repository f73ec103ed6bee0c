import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { checkLock } from '../../src/build/check-lock.js';
import { repositorySpec } from '../../src/config/releases/repository-spec.js';
import type { LockedPackage } from '../../src/rpm/lock/lock.js';
import { formatLock } from '../../src/rpm/lock/lock-file.js';
import { inputsDigest } from '../../src/rpm/lock/lock-inputs.js';
import { projectRepositories } from '../../src/rpm/repositories/repositories.js';
import { packagePath, writeMark } from '../../src/rpm/store/store-folder.js';
import { failureOf, lockedPackage, lockOf, project, scratchFolder } from '../rpm/fixture.js';
import { armours, makeKey, revoked } from '../rpm/repositories/made-keys.js';

/** A folder whose lock matches, with a key that expired in 2020, and `check()` without network. */
async function setting(context: TestContext, packages: LockedPackage[]) {
  const dir = await scratchFolder(context);
  const cacheDir = path.join(dir, 'cache');
  const key = path.join(dir, 'key.asc');
  const made = await makeKey({ expires: '2020-01-01' });
  await writeFile(key, armours(made.publicKey));
  const given = project(
    dir,
    ['bash'],
    [repositorySpec({ id: 'fedora', baseurl: ['http://one.example'], keys: [key] })],
  );
  given.spec.cacheDir = cacheDir;
  const repositories = await projectRepositories(given, null);
  const locked = repositories.map(({ id, fingerprints }) => ({
    ...{ id, repomd: `sha256:${'2'.repeat(64)}`, keys: fingerprints },
  }));
  const lock = { ...lockOf(packages), inputs: inputsDigest(given, repositories), repositories: locked };
  await writeFile(path.join(dir, 'rpms.lock'), formatLock(lock));
  return { dir, cacheDir, key, made, lock, check: () => checkLock(given, {}) };
}

/** A package in the store that was found good, and has this name in its header. */
async function stored(cacheDir: string, { sha256 }: LockedPackage, nevra: string): Promise<void> {
  await mkdir(path.join(cacheDir, 'packages'), { recursive: true });
  await writeFile(packagePath(cacheDir, sha256), 'a package');
  await writeMark(cacheDir, sha256, { verified: 'by some key', nevra });
}

describe('lock --check, without network and programs,', () => {
  it('warns of a key that has expired, and refuses one that was revoked since', async (context) => {
    const { check, key, made } = await setting(context, [lockedPackage({ name: 'bash' })]);
    for (const attempt of [1, 2]) {
      const { warnings } = await check();
      assert.equal(warnings.length, 1, `attempt ${attempt}`);
      assert.match(warnings[0]?.message ?? '', /The key \w{16} \(Somebody .*\) expired on 2020-01-01/);
    }
    await writeFile(key, armours(await revoked(made)));
    const failure = await failureOf(check());
    assert.equal(failure.status, 2);
    assert.match(failure.what, /revoked/);
  });

  it('refuses a package in the store that is another one than the lock says', async (context) => {
    const bash = lockedPackage({ name: 'bash' });
    const { check, cacheDir } = await setting(context, [bash]);
    await check();
    await stored(cacheDir, bash, 'bash-1.0-1.fc41.x86_64');
    await check();
    await stored(cacheDir, bash, 'bash-0.9-1.fc41.x86_64');
    const failure = await failureOf(check());
    assert.equal(failure.status, 2);
    assert.match(
      failure.what,
      /`bash-1\.0-1\.fc41\.x86_64` .* is `bash-0\.9-1\.fc41\.x86_64` by its own header/,
    );
  });

  it('warns of what is older than in the last build', async (context) => {
    const { check, dir, lock } = await setting(context, [lockedPackage({ name: 'bash' })]);
    await mkdir(path.join(dir, 'output'));
    const built = { ...lock, packages: [lockedPackage({ name: 'bash', version: '1.1' })] };
    await writeFile(path.join(dir, 'output', 'rpms.lock'), formatLock(built));
    const { warnings } = await check();
    assert.match(
      warnings.at(-1)?.message ?? '',
      /older than that of the last build.*`bash` from 1\.1-1\.fc41 to 1\.0-1/,
    );
  });
});
