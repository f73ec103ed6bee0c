import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { stageKey } from '../../src/build/keys.js';
import { StageStore } from '../../src/build/store.js';
import type { Engine } from '../../src/engine/engine.js';
import { failureOf } from '../helpers/failure-of.js';
import { scratchFolder } from '../helpers/scratch.js';
import { taskContext } from '../helpers/task-context.js';

const ctx = taskContext();

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
  const first = await store.ensure(ctx, 'tree', 'k1', produce);
  assert.equal(first.reused, false);
  const second = await store.ensure(ctx, 'tree', 'k1', produce);
  assert.deepEqual(second, { dir: store.dirOf('tree', 'k1'), facts: { text: 'content' }, reused: true });
  assert.equal(first.dir, second.dir);
  assert.equal(produced, 1);
  assert.deepEqual(readdirSync(first.dir).sort(), ['facts.json', 'result']);
  await store.ensure(ctx, 'tree', 'k2', produce);
  assert.equal(produced, 2);
});

test('a stage that fails leaves nothing behind and is produced again', async (t) => {
  const { store, stages } = await storeIn(t);
  await assert.rejects(
    store.ensure(ctx, 'tree', 'k1', async (out) => {
      mkdirSync(path.join(out, 'half'));
      chmodSync(path.join(out, 'half'), 0o000);
      throw new Error('broke');
    }),
    /broke/,
  );
  assert.deepEqual(readdirSync(stages), []);
  assert.equal((await store.ensure(ctx, 'tree', 'k1', write('x'))).reused, false);
});

test('what a killed run has left is removed, that of earlier versions too', async (t) => {
  const { store, stages } = await storeIn(t);
  mkdirSync(path.join(stages, '.tmp-4194304-abcd/out/sub'), { recursive: true });
  mkdirSync(path.join(stages, '.tmp-0123456789ab/out'), { recursive: true });
  writeFileSync(path.join(stages, '.tmp-0123456789ab.lock'), '');
  await store.ensure(ctx, 'tree', 'k1', write('x'));
  assert.deepEqual(readdirSync(stages), ['tree-k1']);
});

test('three results of each stage are kept: those that were used last, of other stages all', async (t) => {
  const { store, stages } = await storeIn(t);
  for (const [age, key] of ['k1', 'k2', 'k3'].entries()) {
    await store.ensure(ctx, 'tree', key, write(key));
    const time = new Date(Date.now() - 100_000 + age * 1000);
    utimesSync(store.dirOf('tree', key), time, time);
  }
  await store.ensure(ctx, 'slot', 'k1', write('slot'));
  // k1 is the oldest, but somebody has gone back to it.
  assert.ok((await store.ensure(ctx, 'tree', 'k1', write('k1'))).reused);
  await store.ensure(ctx, 'tree', 'k4', write('k4'));
  assert.deepEqual(readdirSync(stages).sort(), ['slot-k1', 'tree-k1', 'tree-k3', 'tree-k4']);
});

test('an old result is out of sight before the first of its files is removed', async (t) => {
  const { store, stages } = await storeIn(t);
  for (const key of ['k1', 'k2', 'k3']) {
    await store.ensure(ctx, 'tree', key, write(key));
    const before = new Date(Date.now() - 60_000);
    utimesSync(store.dirOf('tree', key), before, before);
  }
  const seen: string[][] = [];
  const run: Engine['run'] = (command) => {
    if (command.program === 'rm') seen.push(readdirSync(stages).filter((name) => name.startsWith('tree-')));
    return ctx.engine.run(command);
  };
  await store.ensure({ ...ctx, engine: { ...ctx.engine, run } }, 'tree', 'k4', write('k4'));
  // Once for the scratch folder, before there is a fourth; then for the one too many.
  assert.deepEqual(
    seen.slice(1).map((names) => names.length),
    seen.slice(1).map(() => 3),
  );
  assert.ok(seen.length > 1);
  assert.deepEqual(readdirSync(stages).length, 3);
});

/** What can become of a result of which nobody knows. */
const damages: [what: string, change: (dir: string, listing: string) => void][] = [
  ['a file is gone', (dir) => rmSync(path.join(dir, 'sub/file'))],
  ['a file was added', (dir) => writeFileSync(path.join(dir, 'sub/more'), '')],
  ['a file was written to', (dir) => writeFileSync(path.join(dir, 'sub/file'), 'other')],
  ['its mode was changed', (dir) => chmodSync(path.join(dir, 'sub/file'), 0o4755)],
  ['its facts were changed', changeFacts],
  ['it was removed in part', (dir) => rmSync(path.join(dir, 'sub'), { recursive: true })],
  ['its listing is gone, or it has none', (_, listing) => rmSync(listing)],
];

function changeFacts(dir: string): void {
  const file = path.join(dir, 'facts.json');
  const { atime, mtime } = statSync(file);
  writeFileSync(file, readFileSync(file, 'utf8').replace('content', 'CONTENT'));
  utimesSync(file, atime, mtime);
}

for (const [what, change] of damages) {
  test(`a result that is not as it was made is made again: ${what}`, async (t) => {
    const { store, stages } = await storeIn(t);
    const produce = async (out: string) => {
      mkdirSync(path.join(out, 'sub'));
      writeFileSync(path.join(out, 'sub/file'), 'text');
      return write('content')(out);
    };
    await store.ensure(ctx, 'tree', 'k', produce);
    change(store.dirOf('tree', 'k'), path.join(stages, '../listings/tree-k'));
    const again = await store.ensure(ctx, 'tree', 'k', produce);
    assert.deepEqual([again.reused, again.wasDamaged], [false, true]);
    assert.equal(readFileSync(path.join(again.dir, 'sub/file'), 'utf8'), 'text');
    assert.ok((await store.ensure(ctx, 'tree', 'k', produce)).reused);
    assert.deepEqual(readdirSync(stages), ['tree-k']);
  });
}

test('two runs that make the same stage at once both get it', async (t) => {
  const { store, stages } = await storeIn(t);
  const both = await Promise.all(['one', 'two'].map((text) => store.ensure(ctx, 'tree', 'k', write(text))));
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
