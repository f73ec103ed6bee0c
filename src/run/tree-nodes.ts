import { stripVTControlCharacters } from 'node:util';
import { translated } from '../base/language/texts.js';
import { Rate } from '../base/text/rate.js';
import { drawnText } from '../base/text/visible-text.js';
import { eachTask, isFailed, listen, type RunTask, secondsOf } from './task-events.js';
import { bytesText } from './task-lines.js';
import type { TreeNode } from './tree-frame.js';

/** Lines of output that are kept of each task: as many as an enlarged pane can show. */
const keptLines = 200;

/** What is drawn of a task, but listr2 does not keep. */
interface Trace {
  startedAt: number;
  readonly rate: Rate;
  output: string[];
}

/**
 * Listens to tasks that have not begun.
 * @returns gives what is to be drawn of them at the moment
 */
export function watchTasks(tasks: readonly RunTask[]): () => TreeNode[] {
  const traces = new Map<RunTask, Trace>();
  eachTask(tasks, (task) => traces.set(task, follow(task)));
  return () => tasks.map((task) => nodeOf(task, traces));
}

function follow(task: RunTask): Trace {
  const trace: Trace = { startedAt: 0, rate: new Rate(), output: [] };
  listen(task, {
    started() {
      trace.startedAt = performance.now();
    },
    bytes: (done) => trace.rate.report(done, performance.now()),
    output(line) {
      // The engine's own lines: a program begins, a program has ended.
      if (line.startsWith('$ ')) trace.output = [];
      if (line.startsWith('= ')) return;
      trace.output.push(shown(line));
      if (trace.output.length > keptLines) trace.output.shift();
    },
  });
  return trace;
}

function shown(line: string): string {
  // Control characters would move the terminal's cursor.
  return stripVTControlCharacters(line).replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ');
}

function oneLine(text: string): string {
  return drawnText(text.replace(/[\t\n]/g, ' '));
}

function nodeOf(task: RunTask, traces: ReadonlyMap<RunTask, Trace>): TreeNode {
  const children = task.subtasks?.map((one) => nodeOf(one, traces)) ?? null;
  const own = traces.get(task);
  const state = stateOf(task);
  return {
    title: oneLine(translated(task.title ?? '')),
    state,
    detail: oneLine(children === null ? detailOf(task, state, own) : groupDetail(children, state)),
    // The tasks of a group tell their own.
    seconds:
      children === null ? secondsSoFar(task, own) : Math.max(0, ...children.map(({ seconds }) => seconds)),
    output: own?.output ?? [],
    children,
  };
}

function stateOf(task: RunTask): TreeNode['state'] {
  if (isFailed(task)) return 'failed';
  if (task.hasFailed()) return 'stopped';
  if (task.isStarted()) return 'running';
  // A group is completed for listr2 too where a stopped run has not begun some of its tasks.
  if (task.isCompleted()) return (task.subtasks ?? []).every((one) => one.isCompleted()) ? 'done' : 'stopped';
  return 'waiting';
}

function detailOf({ message }: RunTask, state: TreeNode['state'], trace: Trace | undefined): string {
  const { status = '', bytes, result = '' } = message;
  if (state === 'done') return result;
  if (state !== 'running' && state !== 'stopped') return '';
  const transfer = bytes && trace ? bytesText(bytes.done, bytes.total, trace.rate) : '';
  return [status, transfer].filter((part) => part !== '').join(': ');
}

function groupDetail(children: readonly TreeNode[], state: TreeNode['state']): string {
  return state === 'done' ? children.map(({ title }) => title).join(', ') : '';
}

function secondsSoFar(task: RunTask, trace: Trace | undefined): number {
  if (task.isCompleted()) return secondsOf(task);
  return trace === undefined || trace.startedAt === 0 ? 0 : (performance.now() - trace.startedAt) / 1000;
}
