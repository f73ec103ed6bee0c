import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { StageTimes } from '../../src/build/stage-times.js';
import { scratchFolder } from '../helpers/scratch.js';
import { fakeBuild, worldOf } from './fake-build.js';

async function loaded(dir: string): Promise<StageTimes> {
  const times = new StageTimes(dir);
  await times.load();
  return times;
}

test('how long a stage took is known in the next run, the last time counts, and others are not known', async (t) => {
  const dir = scratchFolder(t);
  const times = await loaded(dir);
  assert.equal(times.secondsOf('slot'), null);
  await Promise.all([times.remember('slot', 12.345), times.remember('iso', 3), times.remember('slot', 14)]);
  const next = await loaded(dir);
  assert.equal(next.secondsOf('slot'), 14);
  assert.equal(next.secondsOf('iso'), 3);
  assert.equal(next.secondsOf('tree'), null);
  assert.deepEqual(readdirSync(dir), ['.stage-times.json']);
});

test('a record that makes no sense is not believed, and what it has besides is', async (t) => {
  const dir = scratchFolder(t);
  const file = path.join(dir, '.stage-times.json');
  for (const text of ['', '{', '[]', 'null', '{"slot":"9","tree":-1,"iso":1e999}']) {
    writeFileSync(file, text);
    const times = await loaded(dir);
    for (const id of ['slot', 'tree', 'iso', '0']) assert.equal(times.secondsOf(id), null, text);
  }
  writeFileSync(file, '{"slot":null,"tree":8.5}');
  assert.equal((await loaded(dir)).secondsOf('tree'), 8.5);
});

test('a time that cannot be kept fails nothing', async (t) => {
  const dir = path.join(scratchFolder(t), 'gone');
  mkdirSync(dir);
  const times = await loaded(dir);
  rmSync(dir, { recursive: true });
  writeFileSync(dir, 'a file');
  await times.remember('slot', 3);
  assert.equal(times.secondsOf('slot'), 3);
});

test('a task expects what it took last time; what is reused, nothing; what was never made or comes over the network, nobody knows', async (t) => {
  const dir = scratchFolder(t);
  const first = await (await fakeBuild(dir, worldOf())).expected();
  assert.equal(first.record, 0);
  for (const id of ['packages', 'tree', 'slot', 'iso', 'raw']) assert.equal(first[id], null, id);
  await (await fakeBuild(dir, worldOf())).run();
  const same = await (await fakeBuild(dir, worldOf())).expected();
  assert.ok(Object.values(same).every((seconds) => seconds === 0));
  const changed = worldOf((world) => {
    world.spec.outputs = ['iso', 'raw', 'qcow2'];
    world.newTools.push('mkfs.ext4', 'dracut', 'rpm');
  });
  const next = await (await fakeBuild(dir, changed)).expected();
  assert.equal(next.packages, null);
  assert.equal(next.qcow2, null);
  for (const id of ['tree', 'slot', 'iso']) assert.ok((next[id] ?? -1) >= 0, `${id} ${next[id]}`);
});
