import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Engine } from '../../src/engine/engine.js';
import { StageStore, stageKey } from '../../src/pipeline/stage-store.js';
import { failureOf } from '../helpers/failure-of.js';
import { scratchFolder } from '../helpers/scratch.js';
import { workplace } from '../helpers/workplace.js';

const place = workplace();

async function storeIn(t: TestContext) {
  const cache = scratchFolder(t);
  const store = new StageStore(cache);
  await store.open();
  return { store, stages: path.join(cache, 'stages') };
}

const write = (text: string) => async (out: string) => {
  writeFileSync(path.join(out, 'result'), text);
  return { text };
};

test('a stage is produced once, and then reused with its facts and files', async (t) => {
  const { store } = await storeIn(t);
  let produced = 0;
  const produce = async (out: string, scratch: string) => {
    produced += 1;
    writeFileSync(path.join(scratch, 'garbage'), 'x');
    return write('content')(out);
  };
  assert.equal(store.has('tree', 'k1'), false);
  const first = await store.ensure(place, 'tree', 'k1', produce);
  assert.equal(first.reused, false);
  const second = await store.ensure(place, 'tree', 'k1', produce);
  assert.deepEqual(second, { dir: store.dirOf('tree', 'k1'), facts: { text: 'content' }, reused: true });
  assert.equal(first.dir, second.dir);
  assert.equal(produced, 1);
  assert.deepEqual(readdirSync(first.dir).sort(), ['facts.json', 'result']);
  await store.ensure(place, 'tree', 'k2', produce);
  assert.equal(produced, 2);
});

test('a stage that fails leaves nothing behind and is produced again', async (t) => {
  const { store, stages } = await storeIn(t);
  await assert.rejects(
    store.ensure(place, 'tree', 'k1', async (out) => {
      mkdirSync(path.join(out, 'half'));
      chmodSync(path.join(out, 'half'), 0o000);
      throw new Error('broke');
    }),
    /broke/,
  );
  assert.deepEqual(readdirSync(stages), []);
  assert.equal((await store.ensure(place, 'tree', 'k1', write('x'))).reused, false);
});

test('what a killed run has left is removed, what a living one is making is not', async (t) => {
  const { store, stages } = await storeIn(t);
  const dead = spawnSync('true').pid;
  assert.ok(!existsSync(`/proc/${dead}`));
  mkdirSync(path.join(stages, `.tmp-${dead}-abcd/out/sub`), { recursive: true });
  mkdirSync(path.join(stages, '.tmp-1-abcd'));
  await store.ensure(place, 'tree', 'k1', write('x'));
  assert.deepEqual(readdirSync(stages).sort(), ['.tmp-1-abcd', 'tree-k1']);
});

test('three results of each stage are kept: those that were used last, of other stages all', async (t) => {
  const { store, stages } = await storeIn(t);
  for (const [age, key] of ['k1', 'k2', 'k3'].entries()) {
    await store.ensure(place, 'tree', key, write(key));
    const time = new Date(Date.now() - 100_000 + age * 1000);
    utimesSync(store.dirOf('tree', key), time, time);
  }
  await store.ensure(place, 'slot', 'k1', write('slot'));
  // k1 is the oldest, but somebody has gone back to it.
  await store.read('tree', 'k1');
  await store.ensure(place, 'tree', 'k4', write('k4'));
  assert.deepEqual(readdirSync(stages).sort(), ['slot-k1', 'tree-k1', 'tree-k3', 'tree-k4']);
});

test('an old result is out of sight before the first of its files is removed', async (t) => {
  const { store, stages } = await storeIn(t);
  for (const key of ['k1', 'k2', 'k3']) {
    await store.ensure(place, 'tree', key, write(key));
    const before = new Date(Date.now() - 60_000);
    utimesSync(store.dirOf('tree', key), before, before);
  }
  const seen: string[][] = [];
  const run: Engine['run'] = (command) => {
    if (command.program === 'rm') seen.push(readdirSync(stages).filter((name) => name.startsWith('tree-')));
    return place.engine.run(command);
  };
  await store.ensure({ ...place, engine: { ...place.engine, run } }, 'tree', 'k4', write('k4'));
  // Once for the scratch folder, before there is a fourth; then for the one too many.
  assert.deepEqual(
    seen.slice(1).map((names) => names.length),
    seen.slice(1).map(() => 3),
  );
  assert.ok(seen.length > 1);
  assert.deepEqual(readdirSync(stages).length, 3);
});

test('two runs that make the same stage at once both get it', async (t) => {
  const { store, stages } = await storeIn(t);
  const both = await Promise.all(['one', 'two'].map((text) => store.ensure(place, 'tree', 'k', write(text))));
  const texts = new Set(both.map(({ dir }) => readFileSync(path.join(dir, 'result'), 'utf8')));
  assert.equal(texts.size, 1);
  assert.deepEqual(readdirSync(stages), ['tree-k']);
});

test('a cache folder that cannot be written is said so, with what to do', async (t) => {
  const dir = scratchFolder(t);
  writeFileSync(path.join(dir, 'file'), '');
  for (const cache of [path.join(dir, 'file'), '/sys/cache']) {
    const failure = await failureOf(new StageStore(cache).open());
    assert.equal(failure.status, 3);
    assert.match(failure.where ?? '', new RegExp(cache));
    assert.match(failure.remedy ?? '', /--cache-dir/);
  }
});

test('a key changes with every input, and only with inputs', () => {
  const inputs = { version: 1, spec: { name: 'a', disks: ['sda'] }, files: [{ path: 'x', digest: 'y' }] };
  const key = stageKey(inputs);
  assert.match(key, /^[0-9a-f]{24}$/);
  assert.equal(stageKey(structuredClone(inputs)), key);
  const others = [
    { ...inputs, version: 2 },
    { ...inputs, spec: { name: 'a', disks: ['sdb'] } },
    { ...inputs, files: [] },
    { ...inputs, more: null },
  ];
  assert.equal(new Set([key, ...others.map(stageKey)]).size, 5);
});
