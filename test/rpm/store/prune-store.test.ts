import assert from 'node:assert/strict';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';
import { pruneStore } from '../../../src/rpm/store/prune-store.js';
import { fakeEngine } from '../../helpers/fake-engine.js';
import { scratchFolder } from '../fixture.js';

const digest = (letter: string) => letter.repeat(64);

it('the store is cut down to its limit: what was not used for longest goes, what is needed stays', async (context) => {
  const cacheDir = await scratchFolder(context);
  const folder = path.join(cacheDir, 'packages');
  await mkdir(folder);
  for (const [index, letter] of ['a', 'b', 'c', 'd'].entries()) {
    await writeFile(path.join(folder, `${digest(letter)}.rpm`), Buffer.alloc(1000));
    await writeFile(path.join(folder, `${digest(letter)}.json`), '{}');
    const usedAt = new Date(2020, 0, 10 - index);
    await utimes(path.join(folder, `${digest(letter)}.json`), usedAt, usedAt);
  }
  const dayAgo = new Date(Date.now() - 24 * 3600 * 1000);
  for (const [name, time] of [
    [`${digest('e')}.4194304.part`, new Date(2020, 0, 1)],
    [`${digest('f')}.4194304.part`, dayAgo],
  ] as const) {
    await writeFile(path.join(folder, name), 'part');
    await utimes(path.join(folder, name), time, time);
  }
  const left = async () => (await readdir(folder)).map((name) => name.replace(/(.)\1*\./, '$1.')).sort();
  await pruneStore(fakeEngine(), cacheDir, new Set([digest('d')]), 4000);
  assert.deepEqual(await left(), [
    'a.json',
    'a.rpm',
    'b.json',
    'b.rpm',
    'c.json',
    'c.rpm',
    'd.json',
    'd.rpm',
    'f.4194304.part',
  ]);
  await pruneStore(fakeEngine(), cacheDir, new Set([digest('d')]), 2500);
  assert.deepEqual(await left(), ['a.json', 'a.rpm', 'd.json', 'd.rpm', 'f.4194304.part']);
  await pruneStore(fakeEngine(), cacheDir, new Set([digest('d')]), 0);
  assert.deepEqual(await left(), ['d.json', 'd.rpm', 'f.4194304.part']);
});
