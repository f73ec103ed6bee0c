import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { packageFile } from '../../../src/base/fs/package-file.js';
import { neededPrograms } from '../../../src/engine/programs/programs.js';

test('the Containerfile installs what is needed to lock and build, and nothing else', () => {
  const text = readFileSync(packageFile('src/engine/container/Containerfile'), 'utf8');
  const [, list = ''] = /install_weak_deps=False ([\s\S]*?)&&/.exec(text) ?? [];
  const listed = list.split(/[\s\\]+/).filter((word) => word !== '');
  const needed = neededPrograms
    .filter(({ purposes }) => purposes.some((one) => one === 'lock' || one === 'build' || one === 'anaconda'))
    .map(({ packages }) => packages.fedora);
  assert.deepEqual(listed, [...new Set(needed)].sort());
});
