import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { repositorySpec } from '../../../src/config/releases/repository-spec.js';
import { type KeyTrouble, keyFindings, unusableKeys } from '../../../src/project/folder/key-files.js';
import { scratchFolder } from '../../helpers/scratch.js';

const spec = {
  ...defaultSpec({ name: 'keys' }),
  repositories: [
    repositorySpec({
      id: 'mine',
      baseurl: ['https://example.org/'],
      keys: ['good.asc', 'folder', 'gone.asc'],
    }),
  ],
};

test('a key file that is there is used; a folder and a name of nothing are told apart', async (t) => {
  const dir = scratchFolder(t);
  writeFileSync(path.join(dir, 'good.asc'), '');
  mkdirSync(path.join(dir, 'folder'));
  assert.deepEqual(
    [...(await unusableKeys(dir, spec))],
    [
      ['folder', 'no-file'],
      ['gone.asc', 'absent'],
    ],
  );
});

const rows: [KeyTrouble, RegExp, RegExp][] = [
  ['absent', /is not there/, /Put it there/],
  ['no-file', /is not a file/, /Name the file/],
  ['denied', /cannot be read by your user/, /right to read/],
];
for (const [trouble, what, remedy] of rows) {
  test(`a key file that is ${trouble} is an error at its place, with a remedy of its own`, () => {
    const [finding, ...others] = keyFindings(spec, new Map([['gone.asc', trouble]]));
    assert.deepEqual(others, []);
    assert.equal(finding?.path, 'repositories[0].keys[2]');
    assert.match(finding.message, what);
    assert.match(finding.remedy ?? '', remedy);
  });
}
