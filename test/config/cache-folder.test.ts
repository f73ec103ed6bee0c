import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { makeCacheFolder } from '../../src/config/cache-folder.js';
import { failureOf } from '../helpers/failure-of.js';
import { scratchFolder } from '../helpers/scratch.js';

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

test('folders of the cache are for their owner only, whatever the umask', async (t) => {
  const cache = path.join(scratchFolder(t), 'deep/cache');
  const umask = process.umask(0);
  t.after(() => process.umask(umask));
  const stages = await makeCacheFolder(cache, 'stages');
  assert.deepEqual([cache, stages].map(modeOf), ['700', '700']);
});

test('a folder that an earlier version made for all to read is closed', async (t) => {
  const cache = scratchFolder(t);
  mkdirSync(path.join(cache, 'packages'), { mode: 0o755 });
  assert.equal(modeOf(await makeCacheFolder(cache, 'packages')), '700');
});

test('a cache that others may write is refused with what to do, and nothing is made in it', async (t) => {
  const cache = scratchFolder(t);
  chmodSync(cache, 0o777);
  const failure = await failureOf(makeCacheFolder(cache, 'stages'));
  assert.equal(failure.status, 3);
  assert.match(failure.why ?? '', new RegExp(cache));
  assert.match(failure.remedy ?? '', new RegExp(`chmod go-w ${cache}; .*--cache-dir`));
  assert.throws(() => statSync(path.join(cache, 'stages')), /ENOENT/);
  chmodSync(cache, 0o755);
  mkdirSync(path.join(cache, 'stages'));
  chmodSync(path.join(cache, 'stages'), 0o777);
  assert.match((await failureOf(makeCacheFolder(cache, 'stages'))).remedy ?? '', /chmod go-w .*stages;/);
});
