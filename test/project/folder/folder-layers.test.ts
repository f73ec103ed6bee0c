import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromFolder } from '../../../src/project/folder/folder-layers.js';

const documentOf = (document: unknown) =>
  fromFolder({ document, where: () => '--set' }, '/work', '/work/project').document;

test('paths of flags count from where the person stands', () => {
  assert.deepEqual(
    documentOf({
      cacheDir: 'cache',
      repositories: [{ id: 'a', keys: ['project/keys/a.asc', '/etc/b', '-----BEGIN PGP'] }],
      install: { netinst: { image: 'a.iso', checksum: 'https://h/CHECKSUM', key: null } },
    }),
    {
      cacheDir: '/work/cache',
      repositories: [{ id: 'a', keys: ['keys/a.asc', '/etc/b', '-----BEGIN PGP'] }],
      install: { netinst: { image: '/work/a.iso', checksum: 'https://h/CHECKSUM', key: null } },
    },
  );
});

test('what is no path stays as it is, for the judge of documents', () => {
  for (const document of [
    null,
    [],
    'x',
    { cacheDir: null, repositories: [null, [], 'a', { keys: 'b' }, { keys: [null, 1, ''] }], install: null },
    { repositories: null, install: [] },
    { install: { netinst: null } },
    { install: { netinst: 'a.iso' } },
    { install: { netinst: [] } },
  ]) {
    assert.deepEqual(documentOf(document), document);
  }
});
