import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { resolveLock } from '../../src/rpm/resolve.js';
import { repositorySpec } from '../../src/spec/repository-spec.js';
import { project, scratchFolder, workplace } from './fixture.js';

it('real metadata of Fedora 32: `bash` needs 15 packages', async (context) => {
  const data = path.join(path.dirname(packageFile('package.json')), '../shared/data');
  const repository = path.join(data, 'repo-f32');
  assert.ok(existsSync(repository), `The real metadata of Fedora 32 is not at ${repository}.`);
  const cacheDir = await scratchFolder(context);
  const fedora = repositorySpec({
    id: 'fedora',
    baseurl: [`file://${repository}`],
    keys: [path.join(data, 'fedora.pub')],
  });
  const lock = await resolveLock(project(cacheDir, ['bash'], [fedora], 32), workplace(), { cacheDir });
  assert.equal(lock.packages.length, 15);
  assert.deepEqual(
    lock.packages
      .slice(0, 3)
      .map(({ name, version, release, arch }) => `${name}-${version}-${release}.${arch}`),
    ['basesystem-11-9.fc32.noarch', 'bash-5.0.17-1.fc32.x86_64', 'fedora-gpg-keys-32-6.noarch'],
  );
});
