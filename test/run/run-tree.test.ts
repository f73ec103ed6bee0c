import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { stageFailed } from '../../src/base/failure.js';
import type { Engine } from '../../src/engine/engine.js';
import { runTasks } from '../../src/run/run.js';
import type { Task, TaskGroup } from '../../src/run/task.js';
import { Collector } from '../helpers/collector.js';
import { fakeEngine } from '../helpers/fake-engine.js';
import { scratchFolder } from '../helpers/scratch.js';

const task = (title: string, run: Task['run'] = async () => undefined): Task => ({ id: title, title, run });

/** Its programs say what they are, and a line with control characters. */
const talking: Engine = {
  ...fakeEngine(),
  withLog: (log) => ({
    ...talking,
    run: async ({ program }) => {
      for (const line of [`$ ${program}`, '\x1b[1msaid\tit\x07', `= ${program}`]) log(line);
      return { status: 0, stdout: '', lastLines: [] };
    },
  }),
};

/** A run on a terminal, and its frames: lines without colours and times, and with one sign for a task that runs. */
function setUp(t: TestContext, display = { showsAllOutput: false, footer: 'keys' }) {
  const projectDir = scratchFolder(t);
  const abort = new AbortController();
  const [stdout, stderr] = [new Collector(), Object.assign(new Collector(), { columns: 60, rows: 24 })];
  stderr.isTTY = true;
  const env = { TERM: 'xterm', LANG: 'C.UTF-8' };
  const run = (tasks: readonly (Task | TaskGroup)[]) =>
    runTasks(tasks, {
      context: { stdout, stderr, env, signal: abort.signal },
      projectDir,
      title: 'build',
      engine: talking,
      display,
    });
  const frames = () =>
    stderr.text
      .split('\r')
      .slice(1)
      .map((frame) =>
        stripVTControlCharacters(frame)
          .replace(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, '>')
          .replace(/\d of \d done, \d+ s\. {2}/, '')
          .replace(/ \([\d.]+ s\)|: [\d.]+ s$/gm, '')
          .trimEnd()
          .split('\n'),
      );
  return { abort, run, frames };
}

/** Works until it is stopped, and needs a moment for it. */
const endless = (title: string, begins = () => {}) =>
  task(title, async ({ signal, progress }) => {
    progress.status('working');
    begins();
    await sleep(60_000, undefined, { signal }).catch(() => {});
    await sleep(20);
    throw new Error('killed');
  });

test('the names of scripts, packages and results move no cursor', async (t) => {
  const { run, frames } = setUp(t);
  const hostile = '\x1b[2J\x9b2J\n\rX';
  await run([
    task('Scripts', async ({ progress }) => {
      progress.status(`hooks.d/${hostile}`);
      await sleep(150);
      return hostile;
    }),
  ]);
  const drawn = frames();
  assert.ok(drawn.some(([line = '']) => line.startsWith('> Scripts: hooks.d/\ufffd[2J\ufffd2J \ufffdX')));
  assert.deepEqual(drawn.at(-1), ['✔ Scripts: \ufffd[2J\ufffd2J \ufffdX']);
});

test('the tree shows what waits, what runs and how far it is, what came of it', async (t) => {
  const { run, frames } = setUp(t);
  await run([
    task('Packages', async ({ engine, progress }) => {
      progress.status('fetching');
      progress.bytes(1_000_000, 4_000_000);
      await sleep(250);
      progress.bytes(4_000_000, 4_000_000);
      progress.status('checking');
      await engine.run({ program: 'rpmkeys', args: ['-K'], purpose: 'check' });
      await sleep(250);
      return '127 packages';
    }),
    {
      id: 'outputs',
      title: 'Outputs',
      concurrent: true,
      tasks: [task('ISO', async () => sleep(150, '91 MB')), task('Disk', async () => sleep(300, undefined))],
    },
  ]);
  const drawn = frames().map((lines) => lines.join('\n'));
  const has = (...lines: string[]) => assert.ok(drawn.includes(lines.join('\n')), drawn.join('\n\n'));
  has('· Packages', '· Outputs', 'keys');
  has('> Packages: fetching: 1.0 MB of 4.0 MB', '· Outputs', 'keys');
  has('> Packages: checking', '  │ $ rpmkeys', '  │ said it ', '· Outputs', 'keys');
  has('✔ Packages: 127 packages', '> Outputs', '  > ISO', '  > Disk', 'keys');
  has('✔ Packages: 127 packages', '> Outputs', '  ✔ ISO: 91 MB', '  > Disk', 'keys');
  assert.equal(drawn.at(-1), '✔ Packages: 127 packages\n✔ Outputs: ISO, Disk');
});

test('a task that fails is the only one shown as failed; one beside it was stopped', async (t) => {
  const { run, frames } = setUp(t);
  const broken = task('ISO', async () => {
    await sleep(150);
    throw stageFailed({ what: 'It broke.' });
  });
  await assert.rejects(
    run([
      { id: 'outputs', title: 'Outputs', concurrent: true, tasks: [broken, endless('Disk'), task('PXE')] },
      task('Record'),
    ]),
    /It broke/,
  );
  assert.deepEqual(frames().at(-1), ['✖ Outputs', '  ✖ ISO', '  ■ Disk: working', '  ✔ PXE', '· Record']);
});

test('after Ctrl-C, what ran was stopped, and what had not begun does not begin', async (t) => {
  for (const inGroup of [false, true]) {
    const { run, frames, abort } = setUp(t);
    const stopped = endless('Root tree', () => abort.abort());
    const second = inGroup ? { id: 'g', title: 'Group', concurrent: true, tasks: [stopped] } : stopped;
    await assert.rejects(run([task('Packages'), second, task('Record')]), { exitStatus: 130 });
    const rows = inGroup ? ['■ Group', '  ■ Root tree: working'] : ['■ Root tree: working'];
    assert.deepEqual(frames().at(-1), ['✔ Packages', ...rows, '· Record']);
  }
  const { run, frames, abort } = setUp(t);
  const heedless = task('Packages', async () => {
    abort.abort();
    return '127 packages';
  });
  await assert.rejects(run([heedless, task('Record')]), { exitStatus: 130 });
  assert.deepEqual(frames().at(-1), ['✔ Packages: 127 packages', '· Record']);
});
