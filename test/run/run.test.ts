import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, stageFailed } from '../../src/base/failure.js';
import { runTasks } from '../../src/run/run.js';
import { interruptionOf, interruptionText, RunFailure } from '../../src/run/run-report.js';
import type { Task, TaskGroup } from '../../src/run/task.js';
import { Collector } from '../helpers/collector.js';
import { failureOf } from '../helpers/failure-of.js';
import { fakeEngine } from '../helpers/fake-engine.js';
import { scratchFolder } from '../helpers/scratch.js';

function setUp(t: TestContext, more: { json?: boolean } = {}) {
  const projectDir = scratchFolder(t);
  const abort = new AbortController();
  const [stdout, stderr, engine] = [new Collector(), new Collector(), fakeEngine(() => 'answer')];
  const env: NodeJS.ProcessEnv = {};
  const context = { stdout, stderr, env, signal: abort.signal };
  const run = (tasks: readonly (Task | TaskGroup)[]) =>
    runTasks(tasks, { context, projectDir, title: 'build', engine, ...more });
  const log = () => {
    const dir = path.join(projectDir, 'output/logs');
    const names = readdirSync(dir);
    assert.equal(names.length, 1);
    return readFileSync(path.join(dir, names[0] ?? ''), 'utf8');
  };
  return { projectDir, abort, stdout, stderr, env, engine, run, log };
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
    task(id, async (ctx) => {
      await sleep(ms);
      const { stdout: answer } = await ctx.engine.run({ program: id, args: [], purpose: 'x' });
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

test('an interrupted run says which task was stopped, and what was done before it', async (t) => {
  const { run, abort } = setUp(t);
  const stopped = task('b', async ({ signal }) => {
    setTimeout(() => abort.abort(), 100);
    await sleep(60_000, undefined, { signal });
    return undefined;
  });
  const beside = task('c', () => sleep(5, undefined));
  const group = { id: 'g', title: 'Group', concurrent: true, tasks: [beside, stopped] };
  const error = await run([task('a'), group, task('d')]).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof RunFailure);
  assert.deepEqual(error.stage, { id: 'b', title: 'Task b' });
  assert.deepEqual(
    error.report.stages.map(({ id }) => id),
    ['a', 'c'],
  );
  assert.match(interruptionText(interruptionOf(error)), /^Interrupted in the stage Task b, after 0\.\d s\.$/);
});

test('each task that begins or ends says how long the whole run still takes, once all of it is known', async (t) => {
  const { run, stdout } = setUp(t, { json: true });
  const lasting = (id: string, expected: number | null) => ({ ...task(id), expect: () => expected });
  let known: number | null = null;
  const first = task('a', async () => {
    known = 3;
    return undefined;
  });
  await run([
    first,
    { ...task('b'), expect: () => known },
    { id: 'g', title: 'Group', concurrent: true, tasks: [lasting('c', 5), lasting('d', 20)] },
    lasting('e', 0),
  ]);
  const events = stdout.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const left = (kind: string) =>
    events.filter(({ event }) => event === kind).map(({ secondsLeft }) => secondsLeft);
  assert.deepEqual(left('task-started'), [null, 23, 20, 20, 0]);
  assert.deepEqual(left('task-done').slice(0, 2), [23, 20]);
  assert.equal(left('task-done').at(-1), 0);
});

test('who asks for it is called at the end of a run on a terminal, and not where a program reads', async (t) => {
  for (const [json, isTTY, calls] of [
    [false, true, true],
    [true, true, false],
    [false, false, false],
  ] as const) {
    const { run, abort, stderr, stdout, env } = setUp(t, { json });
    Object.assign(env, { TMPFSROOT_NOTIFY: '1', CI: '1' });
    stderr.isTTY = isTTY;
    await run([task('a')]);
    assert.equal(stderr.text.endsWith('\x07'), calls);
    await run([task('b', () => Promise.reject(stageFailed({ what: 'It broke.' })))]).catch(() => {});
    assert.equal(stderr.text.split('\x07').length - 1, calls ? 2 : 0);
    abort.abort();
    await run([task('c')]).catch(() => {});
    assert.equal(stderr.text.split('\x07').length - 1, calls ? 2 : 0, 'who stops it is there');
    assert.doesNotMatch(stdout.text, /\x07/);
  }
});

test('a run that is interrupted between two tasks names the one that did not begin', async (t) => {
  const { run, abort } = setUp(t);
  const heedless = task('a', async () => {
    abort.abort();
    return undefined;
  });
  const error = await run([heedless, task('b')]).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof RunFailure);
  assert.deepEqual(error.stage, { id: 'b', title: 'Task b' });
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
  assert.match(failure.what, /output folder cannot be written/);
  assert.match(failure.remedy ?? '', /chown/);
});
