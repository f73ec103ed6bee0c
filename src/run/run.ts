import type { Writable } from 'node:stream';
import { Listr, type ListrTask, type ListrTaskMessage } from 'listr2';
import { exitStatus, Failure, interrupted } from '../base/failure.js';
import { t, translated } from '../base/language/texts.js';
import { printText } from '../base/print-text.js';
import { formatSeconds } from '../base/text/format.js';
import type { Engine } from '../engine/engine.js';
import { createNativeEngine } from '../engine/native/native.js';
import type { Progress } from '../engine/progress.js';
import { failedTask, isComplete, stageReports, stoppedTask } from './finished-tasks.js';
import { notifyEnd, wantsNotice } from './notify-end.js';
import { logTask, openRunLog, type RunLog } from './run-log.js';
import { RunFailure, type RunReport } from './run-report.js';
import { isGroup, type Task, type TaskGroup } from './task.js';
import { eachTask, listen, nameOf, type RunTask } from './task-events.js';
import { jsonLines, plainLines, spokenLines } from './task-lines.js';
import { watchTimeLeft } from './time-left.js';
import { type TreeDisplay, TreeRenderer, type TreeStream } from './tree-renderer.js';

/** What a run is given of the world. */
export interface RunContext {
  stdout: Writable;
  stderr: Writable & { isTTY?: boolean };
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** How a run is shown. */
export interface ShownRun {
  context: RunContext;
  /** What the run is for, also the name of its log: `lock`, `build`. */
  title: string;
  /** Events as JSON lines on standard output instead of a tree on standard error. */
  json?: boolean;
  /** Lines instead of a tree, on a terminal too. */
  plain?: boolean;
  /** Read with each frame of the tree. */
  display?: TreeDisplay;
  /** Taken instead of the native engine. */
  engine?: Engine;
}

export interface RunTasksOptions extends ShownRun {
  /** The image project's folder; the run's log goes to `output/logs/` in it. */
  projectDir: string;
}

/**
 * Runs tasks one after the other (those of a group side by side, if it says so), shows them as they go, and
 * writes every line of every program to the run's log.
 * @throws RunFailure: the failure of the first task that failed, with the path of the log among its facts;
 *   with exit status 130 and the task that was stopped when the signal was aborted.
 */
export async function runTasks(
  tasks: readonly (Task | TaskGroup)[],
  options: RunTasksOptions,
): Promise<RunReport> {
  return await runWith(tasks, options, await openRunLog(options.projectDir, options.title));
}

/**
 * The same without a log, for work that belongs to no project and runs no program worth reading of.
 * @throws Failure: that of the first task that failed; with exit status 130 when the signal was aborted.
 */
export async function runUnlogged(tasks: readonly Task[], options: ShownRun): Promise<void> {
  try {
    await runWith(tasks, options, { file: '', write() {}, close: async () => {} });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { log: _, ...facts } = error.facts;
    throw new Failure(error.exitStatus, facts);
  }
}

async function runWith(
  tasks: readonly (Task | TaskGroup)[],
  options: ShownRun,
  log: RunLog,
): Promise<RunReport> {
  const startedAt = performance.now();
  // A task that fails takes those beside it down, and the run ends when all of them have tidied up.
  const failed = new AbortController();
  const signal = AbortSignal.any([options.context.signal, failed.signal]);
  const run: Run = { options, log, signal, failed, underWay: new Set() };
  const list = listOf(tasks, run);
  eachTask(list.tasks, (task) => logTask(task, log));
  if (!drawsTree(options)) {
    const left = watchTimeLeft(tasks, list.tasks);
    eachTask(list.tasks, (task) => writeLines(task, left, options));
  }
  const report = (): RunReport => ({
    stages: stageReports(list.tasks),
    logFile: log.file,
    seconds: (performance.now() - startedAt) / 1000,
  });
  const notify = (text: string) => {
    const { context, json = false, plain = false, title } = options;
    if (!json && wantsNotice(context.env)) notifyEnd(context.stderr, context.env, `${title} ${text}`, plain);
  };
  const stopped = () => {
    const facts = { ...interrupted().facts, log: log.file };
    return new RunFailure(exitStatus.interrupted, facts, report(), stoppedTask(list.tasks));
  };
  try {
    await list.run();
    if (!isComplete(list.tasks)) throw stopped();
    const done = report();
    notify(t`is done after ${formatSeconds(done.seconds)}`);
    return done;
  } catch (error) {
    log.write(`failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    await Promise.allSettled(run.underWay);
    if (options.context.signal.aborted) throw stopped();
    notify(t`has failed`);
    if (!(error instanceof Failure)) throw error;
    const facts = { ...error.facts, log: log.file };
    throw new RunFailure(error.exitStatus, facts, report(), failedTask(list.tasks));
  } finally {
    await log.close();
  }
}

interface Run {
  options: ShownRun;
  log: RunLog;
  /** Aborted by the caller, or by the first task that failed. */
  signal: AbortSignal;
  failed: AbortController;
  underWay: Set<Promise<void>>;
}

/** Whether the terminal can redraw, and nobody wants lines. */
function drawsTree({ json = false, plain = false, context }: ShownRun): boolean {
  const { stderr, env } = context;
  return !json && !plain && stderr.isTTY === true && env.TERM !== 'dumb' && env.CI === undefined;
}

function writeLines(task: RunTask, left: () => number | null, { json, plain, context }: ShownRun): void {
  const toStdout = (line: string) => printText(context.stdout, `${line}\n`);
  const toStderr = (line: string) => printText(context.stderr, `${line}\n`);
  const { id, title } = nameOf(task);
  if (json === true) listen(task, jsonLines(id, left, toStdout));
  else listen(task, (plain === true ? spokenLines : plainLines)(translated(title), left, toStderr));
}

function listOf(tasks: readonly (Task | TaskGroup)[], run: Run): Listr {
  const shared = { concurrent: false, exitOnError: true, registerSignalListeners: false } as const;
  const list = tasks.map((task) => listrTask(task, run));
  if (!drawsTree(run.options)) return new Listr(list, { ...shared, renderer: 'silent' });
  const { context, display = { showsAllOutput: false, footer: '' } } = run.options;
  return new Listr(list, {
    ...shared,
    renderer: TreeRenderer,
    // Results go to standard output, so the tree may not.
    rendererOptions: { stream: context.stderr as TreeStream, display, env: context.env, tasks },
  });
}

function listrTask(task: Task | TaskGroup, run: Run): ListrTask {
  // After an abort, what has not begun does not begin.
  const shared = { title: task.title, enabled: () => !run.signal.aborted };
  if (isGroup(task)) {
    return {
      ...shared,
      task: (_context, wrapper) =>
        wrapper.newListr(
          task.tasks.map((inner) => listrTask(inner, run)),
          { concurrent: task.concurrent === true, exitOnError: true },
        ),
    };
  }
  return {
    ...shared,
    rendererOptions: { id: task.id },
    task: async (_context, wrapper) => {
      const work = runOne(task, run, wrapper.task);
      run.underWay.add(work);
      await work;
    },
  };
}

async function runOne(task: Task, run: Run, shown: RunTask): Promise<void> {
  const { options, log, signal, failed } = run;
  const tell = (message: ListrTaskMessage) => {
    shown.message$ = message;
  };
  const progress: Progress = {
    status(text) {
      const { bytes } = shown.message;
      // A transfer that is finished belongs to what was done before.
      tell({ status: text, ...(bytes && bytes.done >= bytes.total ? { bytes: undefined } : {}) });
    },
    bytes: (done, total) => tell({ bytes: { done, total } }),
    log: log.write,
  };
  const engine = (options.engine ?? createNativeEngine()).withLog((line) => {
    shown.output$ = line;
  });
  try {
    const result = await task.run({ engine, signal, progress });
    if (result !== undefined) tell({ result });
  } catch (error) {
    if (signal.aborted) tell({ stopped: true });
    failed.abort();
    throw error;
  }
}
