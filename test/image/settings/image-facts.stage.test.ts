import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../../src/base/fs/package-file.js';
import { imageConf } from '../../../src/image/settings/image-facts.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { specOf } from '../spec-of.js';

test('image.conf has what root.sh looks for, readable by its own function', (t) => {
  const content = { entries: 1234, files: 1000, fileBytes: 987_654_321, memoryMiB: 950 };
  const spec = specOf(({ device }) => {
    device.headroomMiB = 300;
    device.verify = 'size';
  });
  const dir = scratchFolder(t);
  writeTree(dir, { 'image.conf': imageConf(spec, content, 'files') });
  const keys = [
    'TFR_TMPFS_MIB',
    'TFR_TMPFS_INODES',
    'TFR_CONTENT_MIB',
    'TFR_ENTRIES',
    'TFR_FILES',
    'TFR_FILE_BYTES',
  ];
  const script = '. "$0"; conf=$1; shift; for key; do tfr_number "$conf" "$key" || echo none; done';
  const lib = packageFile('src/device/dracut/90tmpfsroot/lib.sh');
  const out = mustRun('sh', ['-c', script, lib, path.join(dir, 'image.conf'), ...keys, 'TFR_VERIFY', 'TFR']);
  const [memory, inodes, ...others] = out.trim().split('\n');
  assert.equal(memory, '1250');
  assert.ok(Number(inodes) > 1234);
  assert.deepEqual(others, ['950', '1234', '999', '987654321', 'none', 'none']);
  assert.match(imageConf(spec, content, 'files'), /^TFR_VERIFY=size\nTFR_FORMAT=files$/m);
});
