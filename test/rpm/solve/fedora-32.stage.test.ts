import assert from 'node:assert/strict';
import { it } from 'node:test';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { fedora32 } from '../../data/index.js';
import { project, scratchFolder, taskContext } from '../fixture.js';

it('real metadata of Fedora 32: `bash` needs 15 packages', async (context) => {
  const cacheDir = await scratchFolder(context);
  const lock = await resolveLock(project(cacheDir, ['bash'], [fedora32()], 32), taskContext(), { cacheDir });
  assert.equal(lock.packages.length, 15);
  assert.deepEqual(
    lock.packages
      .slice(0, 3)
      .map(({ name, version, release, arch }) => `${name}-${version}-${release}.${arch}`),
    ['basesystem-11-9.fc32.noarch', 'bash-5.0.17-1.fc32.x86_64', 'fedora-gpg-keys-32-6.noarch'],
  );
});
