/** @file A run on the terminal that it is started on, in the current folder: which is `done`, or its second task fails (`fail`), ends the program (`crash`) or has no end (`wait`). */
import { setTimeout as sleep } from 'node:timers/promises';
import { runCleanups } from '../../../src/base/cleanup.js';
import { stageFailed } from '../../../src/base/failure.js';
import { runTasks } from '../../../src/run/run.js';
import type { Task } from '../../../src/run/task.js';

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => abort.abort());
const ways: Readonly<Record<string, Task['run']>> = {
  done: () => sleep(500, undefined),
  fail: () => sleep(500).then(() => Promise.reject(stageFailed({ what: 'It broke.' }))),
  crash: () => sleep(500).then(() => process.exit(1)),
  wait: async ({ signal }) => sleep(120_000, undefined, { signal }),
};
const { stdout, stderr, env } = process;
const tasks: Task[] = [
  { id: 'packages', title: 'Packages', run: () => sleep(300, undefined) },
  {
    id: 'slot',
    title: 'Slot image',
    run: ways[process.argv[2] ?? ''] ?? (() => Promise.reject(new Error('There is no such way.'))),
  },
];
await runTasks(tasks, {
  context: { stdout, stderr, env, signal: abort.signal },
  projectDir: process.cwd(),
  title: 'build',
}).catch(() => {
  process.exitCode = 1;
});
await runCleanups();
