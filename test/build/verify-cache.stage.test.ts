import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import { StageStore } from '../../src/build/store.js';
import { run } from '../../src/commands/cache.js';
import { scratchFolder } from '../helpers/scratch.js';
import { taskContext } from '../helpers/task-context.js';

/** A cache with a thing of each kind, and what `cache verify` says of it. */
async function cacheIn(t: TestContext) {
  const cacheDir = scratchFolder(t);
  const named = (folder: string, text: string, end: string) => {
    mkdirSync(path.join(cacheDir, folder), { recursive: true });
    const file = path.join(cacheDir, folder, `${createHash('sha256').update(text).digest('hex')}.${end}`);
    writeFileSync(file, text);
    return file;
  };
  const files = { rpm: named('packages', 'package', 'rpm'), iso: named('netinst', 'image', 'iso') };
  const store = new StageStore(cacheDir);
  await store.open();
  const { dir } = await store.ensure(taskContext(), 'tree', 'k', async (out) => {
    writeFileSync(path.join(out, 'file'), 'text');
    return {};
  });
  const verify = async (...words: string[]) => {
    let said = '';
    const sink = new Writable({
      write(text, _, done) {
        said += String(text);
        done();
      },
    });
    const context = {
      ...{ cwd: cacheDir, env: {}, stdin: process.stdin, signal: new AbortController().signal },
      ...{ stdout: sink, stderr: new Writable({ write: (_text, _coding, done) => done() }) },
    };
    const status = await run(['verify', '--cache-dir', cacheDir, ...words], context).catch((error) => {
      assert.ok(error instanceof Failure, String(error));
      return error.exitStatus;
    });
    return { status, said };
  };
  return { ...files, tree: dir, verify };
}

test('a cache in which all is as it was put there is whole', async (t) => {
  const { verify } = await cacheIn(t);
  assert.deepEqual(await verify(), { status: 0, said: 'packages  1\nstages    1\nnetinst   1\n' });
});

test('what was changed is named and left; --repair removes it, and then all is well', async (t) => {
  const { verify, rpm, iso, tree } = await cacheIn(t);
  writeFileSync(rpm, 'Package');
  writeFileSync(iso, 'Image');
  writeFileSync(path.join(tree, 'more'), '');
  const found = await verify();
  assert.equal(found.status, 1);
  for (const file of [rpm, iso, tree]) {
    assert.match(found.said, new RegExp(`^Damaged: ${file}: `, 'm'));
    assert.ok(existsSync(file));
  }
  const repaired = await verify('--repair', '--json');
  assert.equal(repaired.status, 0);
  const events = repaired.said.trimEnd().split('\n');
  assert.deepEqual(
    events.map((line) => (JSON.parse(line) as { event: string }).event),
    ['damaged', 'damaged', 'damaged', 'cache-verified'],
  );
  for (const file of [rpm, iso, tree]) assert.ok(!existsSync(file));
  assert.equal((await verify()).status, 0);
});
