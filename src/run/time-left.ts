import { t } from '../base/language/texts.js';
import { formatWholeSeconds } from '../base/text/format.js';
import { Rate } from '../base/text/rate.js';
import { isGroup, type Task, type TaskGroup } from './task.js';
import { eachTask, listen, nameOf, type RunTask } from './task-events.js';

/** Where one task of a run stands, in seconds. */
export interface TaskTime {
  state: 'waiting' | 'running' | 'ended';
  /** What it takes by earlier runs; null: not known. */
  expected: number | null;
  /** Since it runs. */
  elapsed: number;
  /** Of the transfer that it is at, as fast as that is; null: it is at none. */
  transfer: number | null;
}

/** How much longer than last time a task may take before nobody knows its time any more. */
const tolerance = { factor: 1.25, seconds: 2 };

/**
 * Seconds that a whole run still takes; null where the time of any task that is to come is not known.
 * @param times tasks one after the other; those of a list run side by side
 */
export function secondsLeft(times: readonly (TaskTime | readonly TaskTime[])[]): number | null {
  let sum = 0;
  for (const one of times) {
    const left = 'state' in one ? leftOf(one) : longest(one.map(leftOf));
    if (left === null) return null;
    sum += left;
  }
  return sum;
}

function longest(all: readonly (number | null)[]): number | null {
  return all.reduce((most, one) => (most === null || one === null ? null : Math.max(most, one)), 0);
}

function leftOf({ state, expected, elapsed, transfer }: TaskTime): number | null {
  if (state === 'ended') return 0;
  if (state === 'waiting') return expected;
  if (expected === null) return transfer;
  if (elapsed <= expected) return expected - elapsed;
  return elapsed <= expected * tolerance.factor + tolerance.seconds ? 0 : null;
}

/** `about 40 s left`; empty where nobody knows, or where it is not worth saying. */
export function timeLeftText(seconds: number | null): string {
  return seconds === null || seconds < 1 ? '' : t`about ${formatWholeSeconds(seconds)} left`;
}

interface Trace {
  task: RunTask;
  startedAt: number | null;
  rate: Rate;
}

/**
 * Watches the time of a run that has not begun.
 * @param tasks as they were given
 * @param list the same as listr2 keeps them
 * @returns gives the seconds that are left at the moment, or null
 */
export function watchTimeLeft(
  tasks: readonly (Task | TaskGroup)[],
  list: readonly RunTask[],
): () => number | null {
  const traces = new Map<string, Trace>();
  eachTask(list, (task) => {
    const trace: Trace = { task, startedAt: null, rate: new Rate() };
    traces.set(nameOf(task).id, trace);
    listen(task, {
      started() {
        trace.startedAt = performance.now();
      },
      bytes: (done) => trace.rate.report(done, performance.now()),
    });
  });
  const timeOf = (task: Task) => taskTime(task, traces.get(task.id));
  return () =>
    secondsLeft(
      tasks.flatMap((task): (TaskTime | TaskTime[])[] => {
        if (!isGroup(task)) return [timeOf(task)];
        const inner = task.tasks.map(timeOf);
        return task.concurrent === true ? [inner] : inner;
      }),
    );
}

function taskTime({ expect }: Task, trace: Trace | undefined): TaskTime {
  const expected = expect?.() ?? null;
  if (trace === undefined || trace.startedAt === null)
    return { state: 'waiting', expected, elapsed: 0, transfer: null };
  const now = performance.now();
  const { task, startedAt, rate } = trace;
  const { bytes } = task.message;
  return {
    state: task.isStarted() ? 'running' : 'ended',
    expected,
    elapsed: (now - startedAt) / 1000,
    transfer: bytes === undefined ? null : (rate.secondsLeft(bytes.done, bytes.total, now) ?? null),
  };
}
