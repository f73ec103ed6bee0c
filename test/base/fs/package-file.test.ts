import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Failure } from '../../../src/base/failure.js';
import { packageFile } from '../../../src/base/fs/package-file.js';

test('files of the package are found from compiled code', () => {
  assert.match(readFileSync(packageFile('package.json'), 'utf8'), /"name": "tmpfsroot-wizard"/);
});

test('a file that is missing from the installation is named, with what to do', () => {
  assert.throws(
    () => packageFile('src/no-such-file'),
    (error) => error instanceof Failure && error.exitStatus === 3 && /no-such-file/.test(error.facts.what),
  );
});
