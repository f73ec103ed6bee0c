import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { servedSetting } from './served-setting.js';

test('a pipe is refused, and does not hold up what comes after it', async (t) => {
  const { ask, told, dir } = await servedSetting(t);
  mustRun('mkfifo', [path.join(dir, 'fifo')]);
  const answer = await ask('/fifo');
  assert.deepEqual([answer.status, answer.body], [404, '']);
  assert.deepEqual(told, ['/fifo 404']);
  assert.equal((await ask('/boot.ipxe')).status, 200);
});
