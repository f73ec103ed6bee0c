import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { recordedSpec } from '../../src/build/recorded-spec.js';
import { defaultSpec } from '../../src/config/defaults.js';
import { documentToSpec } from '../../src/config/document.js';
import { generatedSpecs, passwordHash } from '../config/generated-specs.js';

const packages = [
  { text: 'bash', kind: 'include' },
  { text: 'nano', kind: 'exclude' },
] as const;

test('the record has every field as it was built, the packages that were used, and no password hash', () => {
  for (const spec of generatedSpecs(100, 8)) {
    const document = recordedSpec(spec, packages);
    assert.doesNotMatch(JSON.stringify(document), /\$6\$/);
    const read = documentToSpec(document);
    const { rootPasswordHash, users } = spec.system;
    read.system.rootPasswordHash = rootPasswordHash;
    read.system.users.forEach((user, index) => {
      user.passwordHash = users[index]?.passwordHash ?? null;
    });
    assert.deepEqual(read, { ...spec, packages: ['bash', '-nano'], cacheDir: null });
  }
});

test('another password is another record, and where the cache lies makes none', () => {
  const spec = defaultSpec();
  const recordOf = (hash: string | null, cacheDir: string | null = null) =>
    recordedSpec({ ...spec, cacheDir, system: { ...spec.system, rootPasswordHash: hash } }, packages);
  const record = recordOf(passwordHash);
  assert.match(record.system?.rootPasswordHash ?? '', /^sha256:[0-9a-f]{16}$/);
  assert.deepEqual(recordOf(passwordHash, '/var/cache/images'), record);
  for (const other of [null, passwordHash.replace('abc', 'abd')]) {
    assert.ok(!isDeepStrictEqual(recordOf(other), record));
  }
});
