import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runTasks } from '../../src/pipeline/run.js';
import type { Task, TaskGroup } from '../../src/pipeline/task.js';
import { Failure, stageFailed } from '../../src/spec/failure.js';
import { Collector } from '../helpers/collector.js';
import { failureOf } from '../helpers/failure-of.js';
import { fakeEngine } from '../helpers/fake-engine.js';
import { scratchFolder } from '../helpers/scratch.js';

function setUp(t: TestContext, more: { json?: boolean } = {}) {
  const projectDir = scratchFolder(t);
  const abort = new AbortController();
  const [stdout, stderr, engine] = [new Collector(), new Collector(), fakeEngine(() => 'answer')];
  const context = { stdout, stderr, env: {}, signal: abort.signal };
  const run = (tasks: readonly (Task | TaskGroup)[]) =>
    runTasks(tasks, { context, projectDir, title: 'build', engine, ...more });
  const log = () => {
    const dir = path.join(projectDir, 'output/logs');
    const names = readdirSync(dir);
    assert.equal(names.length, 1);
    return readFileSync(path.join(dir, names[0] ?? ''), 'utf8');
  };
  return { projectDir, abort, stdout, stderr, engine, run, log };
}

const task = (id: string, run: Task['run'] = async () => undefined): Task => ({
  id,
  title: `Task ${id}`,
  run,
});

test('tasks run one after the other, in order, groups among them, each with the engine', async (t) => {
  const { run, stderr, stdout, engine } = setUp(t);
  const order: string[] = [];
  const slow = (id: string, ms: number) =>
    task(id, async (place) => {
      await sleep(ms);
      const { stdout: answer } = await place.engine.run({ program: id, args: [], purpose: 'x' });
      order.push(id);
      return answer;
    });
  await run([slow('a', 20), { id: 'g', title: 'Group', tasks: [slow('b', 20), slow('c', 1)] }, slow('d', 1)]);
  assert.deepEqual(order, ['a', 'b', 'c', 'd']);
  assert.deepEqual(
    engine.commands.map(({ program }) => program),
    order,
  );
  assert.equal(stdout.text, '');
  assert.match(stderr.text, /^> Task a\n✔ Task a: answer \(\d\.\d s\)\n> Task b\n/);
  assert.ok(!stderr.text.includes('\x1b'), 'no colours without a terminal');
});

test('tasks of a concurrent group run side by side', async (t) => {
  const { run } = setUp(t);
  let [running, most] = [0, 0];
  const inner = ['a', 'b', 'c'].map((id) =>
    task(id, async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(20);
      running -= 1;
      return undefined;
    }),
  );
  await run([{ id: 'g', title: 'Group', tasks: inner, concurrent: true }]);
  assert.equal(most, 3);
});

test('when one of a concurrent group fails, the run ends when the others have ended too, and not by themselves', async (t) => {
  const { run, log } = setUp(t);
  let ended = false;
  const failure = await failureOf(
    run([
      {
        id: 'g',
        title: 'Group',
        concurrent: true,
        tasks: [
          task('a', () => Promise.reject(stageFailed({ what: 'It broke.' }))),
          task('b', async ({ signal }) => {
            await sleep(5000, undefined, { signal }).catch(() => {});
            await sleep(20);
            ended = true;
            return undefined;
          }),
        ],
      },
    ]),
  );
  assert.equal(failure.what, 'It broke.');
  assert.equal(ended, true);
  assert.match(log(), /It broke/);
});

test('with --json every event is a line on standard output, and nothing else is written', async (t) => {
  const { run, stdout, stderr } = setUp(t, { json: true });
  await run([
    task('a', async ({ progress }) => {
      progress.status('looking');
      progress.bytes(5, 5);
      return 'found';
    }),
  ]);
  const events = stdout.lines.map(
    (line) => JSON.parse(line) as { event: string; task: string; result?: string },
  );
  assert.deepEqual(
    events.map(({ event, task: id }) => `${event} ${id}`),
    ['task-started a', 'task-status a', 'task-bytes a', 'task-done a'],
  );
  assert.equal(events.at(-1)?.result, 'found');
  assert.equal(stderr.text, '');
});

for (const json of [false, true]) {
  test(`a failure names the log, and nothing runs after it (${json ? 'json' : 'lines'})`, async (t) => {
    const { run, stdout, stderr, projectDir, log } = setUp(t, { json });
    let later = false;
    const failure = await failureOf(
      run([
        task('a', async ({ progress }) => {
          progress.log('deep detail');
          throw stageFailed({ what: 'It broke.', remedy: 'Mend it.', lastLines: ['last words'] });
        }),
        task('b', async () => {
          later = true;
          return undefined;
        }),
      ]),
    );
    assert.equal(failure.status, 1);
    assert.equal(failure.what, 'It broke.');
    assert.equal(failure.remedy, 'Mend it.');
    assert.ok(failure.log?.startsWith(path.join(projectDir, 'output/logs/')));
    assert.ok(existsSync(failure.log ?? ''));
    assert.equal(later, false);
    assert.match(log(), /deep detail\n[\s\S]*failed: .*It broke\./);
    if (json)
      assert.match(stdout.lines.at(-1) ?? '', /"event":"task-failed","task":"a","message":"It broke\."/);
    else assert.match(stderr.text, /✖ Task a: It broke\.\n$/);
  });
}

test('an error that nobody foresaw comes through as it is, with its stack in the log', async (t) => {
  const { run, log } = setUp(t);
  const error = new TypeError('x is not a function');
  await assert.rejects(
    run([
      task('a', async () => {
        throw error;
      }),
    ]),
    (thrown) => thrown === error,
  );
  assert.match(log(), /failed: TypeError: x is not a function\n +at /);
});

test('Ctrl-C gives exit status 130, whatever the task that was running says', async (t) => {
  for (const thrown of [stageFailed({ what: 'Killed.' }), new Error('aborted'), undefined]) {
    const { run, abort } = setUp(t);
    let later = false;
    const failure = await failureOf(
      run([
        task('a', async ({ signal }) => {
          abort.abort();
          assert.equal(signal.aborted, true);
          if (thrown !== undefined) throw thrown;
          return undefined;
        }),
        task('b', async () => {
          later = true;
          return undefined;
        }),
      ]),
    );
    assert.equal(failure.status, 130);
    assert.equal(later, false);
  }
});

test('the log has title, result, status and every line, each with its time', async (t) => {
  const { run, log } = setUp(t);
  await run([
    task('a', async ({ progress }) => {
      progress.status('looking');
      for (let line = 0; line < 1000; line += 1) progress.log(`line ${line}`);
      return 'done it';
    }),
  ]);
  const lines = log().trimEnd().split('\n');
  for (const line of lines) assert.match(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /);
  const texts = lines.map((line) => line.slice(25));
  assert.deepEqual(texts.slice(0, 3), ['== Task a', '-- looking', 'line 0']);
  assert.equal(texts.filter((text) => text.startsWith('line ')).length, 1000);
  assert.match(texts.at(-1) ?? '', /^== Task a: done in \d+\.\d\d s, done it$/);
});

test('a project folder that takes no log is said so before anything runs', async (t) => {
  const { run, projectDir } = setUp(t);
  writeFileSync(path.join(projectDir, 'output'), 'a file');
  const failure = await failureOf(
    run([task('a', () => Promise.reject(new Failure(1, { what: 'It ran.' })))]),
  );
  assert.match(failure.what, /folder for what a run makes cannot be written/);
  assert.match(failure.remedy ?? '', /chown/);
});
