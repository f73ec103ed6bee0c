import type { Writable } from 'node:stream';
import type { ListrTask } from 'listr2';
import { Listr } from 'listr2';
import type { Engine } from '../engine/engine.js';
import { createNativeEngine } from '../engine/native.js';
import { Failure, interrupted } from '../spec/failure.js';
import { openRunLog, type RunLog } from './run-log.js';
import { isReused, RunFailure, type RunReport, type StageReport } from './run-report.js';
import { isGroup, type Task, type TaskGroup } from './task.js';
import { jsonView, plainView, spokenView, type TaskView } from './task-view.js';
import { type TreeDisplay, TreeRenderer, type TreeStream } from './tree-renderer.js';
import { TreeModel } from './tree-view.js';

/** What a run is given of the world. */
export interface RunContext {
  stdout: Writable;
  stderr: Writable & { isTTY?: boolean };
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

export interface RunTasksOptions {
  context: RunContext;
  /** The image project's folder; the run's log goes to `output/logs/` in it. */
  projectDir: string;
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

type Mode = 'tree' | 'lines' | 'json';

/**
 * Runs tasks one after the other (those of a group side by side, if it says so), shows them as they go, and
 * writes every line of every program to the run's log.
 * @throws RunFailure: the failure of the first task that failed, with the path of the log among its facts;
 *   Failure with exit status 130 when the signal was aborted.
 */
export async function runTasks(
  tasks: readonly (Task | TaskGroup)[],
  options: RunTasksOptions,
): Promise<RunReport> {
  const startedAt = performance.now();
  const log = await openRunLog(options.projectDir, options.title);
  // A task that fails takes those beside it down, and the run ends when all of them have tidied up.
  const failed = new AbortController();
  const signal = AbortSignal.any([options.context.signal, failed.signal]);
  const run: Run = {
    options,
    log,
    mode: chooseMode(options),
    model: new TreeModel(tasks),
    signal,
    failed,
    underWay: new Set(),
    stages: [],
    failedTask: null,
  };
  const report = (): RunReport => ({
    stages: run.stages,
    logFile: log.file,
    seconds: (performance.now() - startedAt) / 1000,
  });
  try {
    await tree(tasks, run).run();
    return report();
  } catch (error) {
    log.write(`failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    await Promise.allSettled(run.underWay);
    throw completed(error, run, report());
  } finally {
    await Promise.allSettled(run.underWay);
    await log.close();
  }
}

interface Run {
  options: RunTasksOptions;
  log: RunLog;
  mode: Mode;
  model: TreeModel;
  /** Aborted by the caller, or by the first task that failed. */
  signal: AbortSignal;
  failed: AbortController;
  underWay: Set<Promise<void>>;
  stages: StageReport[];
  failedTask: Task | null;
}

function chooseMode({ json, plain, context }: RunTasksOptions): Mode {
  if (json === true) return 'json';
  if (plain === true) return 'lines';
  const canRedraw =
    context.stderr.isTTY === true && context.env.TERM !== 'dumb' && context.env.CI === undefined;
  return canRedraw ? 'tree' : 'lines';
}

function tree(tasks: readonly (Task | TaskGroup)[], run: Run): Listr {
  const shared = { concurrent: false, exitOnError: true, registerSignalListeners: false } as const;
  const list = tasks.map((task) => listrTask(task, run));
  if (run.mode !== 'tree') return new Listr(list, { ...shared, renderer: 'silent' });
  const { context, display = { showsAllOutput: false, footer: '' } } = run.options;
  return new Listr(list, {
    ...shared,
    renderer: TreeRenderer,
    // Results go to standard output, so the tree may not.
    rendererOptions: {
      nodes: run.model.nodes,
      stream: context.stderr as TreeStream,
      display,
      env: context.env,
    },
  });
}

function listrTask(task: Task | TaskGroup, run: Run): ListrTask {
  if (isGroup(task)) {
    return {
      title: task.title,
      task: (_context, wrapper) =>
        wrapper.newListr(
          task.tasks.map((inner) => listrTask(inner, run)),
          { concurrent: task.concurrent === true, exitOnError: true },
        ),
    };
  }
  return {
    title: task.title,
    task: async () => {
      const work = runOne(task, run, viewOf(task, run));
      run.underWay.add(work);
      await work;
    },
  };
}

function viewOf(task: Task, run: Run): TaskView {
  const { stdout, stderr } = run.options.context;
  if (run.mode === 'json') return jsonView(task.id, (line) => stdout.write(`${line}\n`));
  const view = run.options.plain === true ? spokenView : plainView;
  if (run.mode === 'lines') return view(task.title, (line) => stderr.write(`${line}\n`));
  return run.model.viewOf(task);
}

async function runOne(task: Task, run: Run, view: TaskView): Promise<void> {
  const { signal } = run;
  if (signal.aborted) throw interrupted();
  const startedAt = performance.now();
  run.log.write(`== ${task.title}`);
  view.started();
  const log = (line: string) => {
    run.log.write(line);
    view.said(line);
  };
  try {
    const result = await task.run({
      engine: (run.options.engine ?? createNativeEngine()).withLog(log),
      signal,
      progress: {
        status(text) {
          run.log.write(`-- ${text}`);
          view.status(text);
        },
        bytes: (done, total) => view.bytes(done, total),
        log: (line) => run.log.write(line),
      },
    });
    const seconds = (performance.now() - startedAt) / 1000;
    run.log.write(
      `== ${task.title}: done in ${seconds.toFixed(2)} s${result === undefined ? '' : `, ${result}`}`,
    );
    const { id, title } = task;
    run.stages.push({
      id,
      title,
      seconds,
      reused: isReused(result),
      ...(result === undefined ? {} : { result }),
    });
    view.done(result, seconds);
  } catch (error) {
    if (!signal.aborted) view.failed(error instanceof Error ? error.message : String(error));
    run.failedTask ??= task;
    run.failed.abort();
    throw error;
  }
}

function completed(error: unknown, run: Run, report: RunReport): unknown {
  if (run.options.context.signal.aborted) return interrupted();
  if (!(error instanceof Failure)) return error;
  const { failedTask } = run;
  const stage = failedTask === null ? null : { id: failedTask.id, title: failedTask.title };
  return new RunFailure(error.exitStatus, { ...error.facts, log: run.log.file }, report, stage);
}
