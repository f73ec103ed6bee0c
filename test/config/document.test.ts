import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../src/config/defaults.js';
import { documentToSpec, specToDocument } from '../../src/config/document.js';

test('an empty list is kept where it means another thing than none: packages and repositories', () => {
  for (const [packages, repositories] of [
    [[], null],
    [null, []],
    [[], []],
  ] as const) {
    const spec = { ...defaultSpec({ name: 'robot' }), packages: packages && [...packages] };
    spec.repositories = repositories && [...repositories];
    const document = specToDocument(spec);
    assert.deepEqual(document.packages, packages ?? undefined);
    assert.deepEqual(document.repositories, repositories ?? undefined);
    assert.deepEqual(documentToSpec(document), spec);
  }
});
