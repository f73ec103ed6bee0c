import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { repositorySpec } from '../../src/config/releases/repository-spec.js';
import { withKeyTexts } from '../../src/presets/portable-keys.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';
import { specOf } from '../image/spec-of.js';

const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQ\n-----END PGP PUBLIC KEY BLOCK-----\n';

test('keys of repositories are kept as their text, so that the preset means the same in another folder', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, { 'keys/a.asc': `A key of ours\n${key}`, 'keys/b.gpg': 'binary' });
  const spec = specOf((one) => {
    one.repositories = [
      repositorySpec({
        id: 'ours',
        baseurl: ['https://h/r/'],
        keys: ['keys/a.asc', path.join(dir, 'keys/a.asc'), key, 'keys/b.gpg', 'keys/absent.asc'],
      }),
    ];
  });
  const { repositories } = await withKeyTexts(spec, dir);
  assert.deepEqual(repositories?.[0]?.keys, [
    key,
    key,
    key,
    path.join(dir, 'keys/b.gpg'),
    path.join(dir, 'keys/absent.asc'),
  ]);
  assert.equal(spec.repositories?.[0]?.keys[0], 'keys/a.asc', 'the spec that was given stays as it is');
});

test('beginnings of keys without an end are no keys, however many there are', async (t) => {
  const dir = scratchFolder(t);
  const begin = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n';
  writeTree(dir, { 'many.asc': begin.repeat(200_000), 'ended.asc': `${begin}${key}noise\n${begin}` });
  const spec = specOf((one) => {
    one.repositories = [
      repositorySpec({ id: 'ours', baseurl: ['https://h/r/'], keys: ['many.asc', 'ended.asc'] }),
    ];
  });
  const { repositories } = await withKeyTexts(spec, dir);
  assert.deepEqual(repositories?.[0]?.keys, [path.join(dir, 'many.asc'), `${begin}${key}`]);
});

test('a spec with the repositories of its release stays as it is', async () => {
  const spec = specOf();
  assert.deepEqual(await withKeyTexts(spec, '/'), spec);
});
