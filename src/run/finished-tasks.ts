import type { StageReport } from './run-report.js';
import { isFailed, nameOf, type RunTask, secondsOf } from './task-events.js';

/** What became of the tasks that are finished. */
export function stageReports(tasks: readonly RunTask[]): StageReport[] {
  return leaves(tasks)
    .filter((task) => task.isCompleted())
    .map((task) => ({ ...nameOf(task), seconds: secondsOf(task), ...resultOf(task) }));
}

/** The task that ended the run. */
export function failedTask(tasks: readonly RunTask[]): { id: string; title: string } | null {
  const failed = leaves(tasks).find(isFailed);
  return failed === undefined ? null : nameOf(failed);
}

/** The task that was at work when the run was stopped, or that would have been next. */
export function stoppedTask(tasks: readonly RunTask[]): { id: string; title: string } | null {
  const open = leaves(tasks).filter((task) => !task.isCompleted());
  const stopped = open.find((task) => task.isStarted() || task.hasFailed()) ?? open[0];
  return stopped === undefined ? null : nameOf(stopped);
}

/** Whether all was done that was to be done. */
export function isComplete(tasks: readonly RunTask[]): boolean {
  return leaves(tasks).every((task) => task.isCompleted());
}

/** The tasks that do work, and groups that have not begun. */
function leaves(tasks: readonly RunTask[]): RunTask[] {
  return tasks.flatMap((task) => task.subtasks ?? [task]);
}

function resultOf({ message: { result } }: RunTask): { result?: string } {
  return result === undefined ? {} : { result };
}
