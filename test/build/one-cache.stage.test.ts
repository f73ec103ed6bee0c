import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { StageStore } from '../../src/build/store.js';
import { scratchFolder } from '../helpers/scratch.js';
import { taskContext } from '../helpers/task-context.js';

const program = fileURLToPath(new URL('./programs/make-stage.js', import.meta.url));
/** As in another container: no number of a process there means anything here, nor one of here there. */
const elsewhere = ['--pid', '--fork', '--mount-proc', '--kill-child', process.execPath, program];

/** Makes a stage in another PID namespace; resolves at the word that it says. */
async function makeElsewhere(words: readonly string[], word: string) {
  const child = spawn('unshare', [...elsewhere, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let said = '';
  for await (const bytes of child.stdout) {
    said += String(bytes);
    if (said.includes(word)) break;
  }
  assert.match(said, new RegExp(word));
  return { child, ended };
}

test('builds in two PID namespaces with one cache leave each other alone, and tidy up after a killed one', async (t) => {
  const cache = scratchFolder(t);
  const stages = path.join(cache, 'stages');
  const store = new StageStore(cache);
  await store.open();
  const ctx = taskContext();
  const temporary = () => readdirSync(stages).filter((name) => name.startsWith('.tmp-'));

  const ours = await store.ensure(ctx, 'tree', 'ours', async (out) => {
    writeFileSync(path.join(out, 'first'), '1');
    const before = temporary();
    await (await makeElsewhere([cache, 'slot', 'theirs'], 'made')).ended;
    assert.deepEqual(temporary(), before, 'theirs went away with its run, ours stayed');
    const killed = await makeElsewhere([cache, 'slot', 'killed', 'hang'], 'begun');
    assert.equal(temporary().length, 2 * before.length);
    killed.child.kill('SIGKILL');
    await killed.ended;
    writeFileSync(path.join(out, 'second'), '2');
    return {};
  });
  assert.equal(readFileSync(path.join(ours.dir, 'first'), 'utf8'), '1');
  assert.equal(readFileSync(path.join(ours.dir, 'second'), 'utf8'), '2');
  assert.ok(store.has('slot', 'theirs'));

  await store.ensure(ctx, 'compose', 'next', async () => ({}));
  assert.deepEqual(temporary(), [], 'what the killed one left is gone');
  assert.ok(!store.has('slot', 'killed'));
});

test('a living run elsewhere keeps what it makes, also where nothing else of it is known', async (t) => {
  const cache = scratchFolder(t);
  const living = await makeElsewhere([cache, 'tree', 'living', 'hang'], 'begun');
  try {
    const store = new StageStore(cache);
    await store.open();
    await store.ensure(taskContext(), 'slot', 'k', async () => ({}));
    const stages = path.join(cache, 'stages');
    const [folder = ''] = readdirSync(stages).filter((name) => /^\.tmp-[0-9a-f]+$/.test(name));
    assert.ok(existsSync(path.join(stages, folder, 'out/result')));
  } finally {
    living.child.kill('SIGKILL');
    await living.ended;
  }
});
