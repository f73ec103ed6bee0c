import { ListrTaskEventType, type ListrTaskObject, ListrTaskState } from 'listr2';

declare module 'listr2' {
  /** What our tasks tell of themselves, beside what listr2 tells of every task. */
  interface ListrTaskMessage {
    /** What is being done now. */
    status?: string;
    /** How far the transfer under way is. */
    bytes?: { done: number; total: number } | undefined;
    /** What the task came to: `127 packages, 91 MB`. */
    result?: string;
    /** It ended because the run was being stopped, which listr2 takes for a failure. */
    stopped?: true;
  }
}

/** A task of a run as listr2 keeps it: the only state of it that there is. */
export type RunTask = ListrTaskObject<unknown>;

/** What becomes of a task that does work, in the order in which it happens. */
export interface TaskListener {
  started(): void;
  status(text: string): void;
  bytes(done: number, total: number): void;
  /** A line of a program of this task, or of the engine about it. */
  output(line: string): void;
  /** @param seconds how long it took */
  done(result: string | undefined, seconds: number): void;
  /** Not for a task that was only stopped. */
  failed(message: string): void;
}

/** Visits each task that does work: those of a group when the group begins, before they do. */
export function eachTask(tasks: readonly RunTask[], visit: (task: RunTask) => void): void {
  for (const task of tasks) {
    // A group has no options.
    if (task.rendererTaskOptions !== undefined) visit(task);
    else task.on(ListrTaskEventType.SUBTASK, (subtasks) => eachTask(subtasks, visit));
  }
}

/** The id is that of {@link Task.id}. */
export function nameOf({ rendererTaskOptions, title = '' }: RunTask): { id: string; title: string } {
  return { id: rendererTaskOptions?.id ?? '', title };
}

/** Turns listr2's events of a task into calls. */
export function listen(task: RunTask, listener: Partial<TaskListener>): void {
  task.on(ListrTaskEventType.STATE, (state) => {
    if (state === ListrTaskState.STARTED) listener.started?.();
    if (state === ListrTaskState.COMPLETED) listener.done?.(task.message.result, secondsOf(task));
  });
  task.on(ListrTaskEventType.MESSAGE, ({ status, bytes, error }) => {
    if (status !== undefined) listener.status?.(status);
    if (bytes !== undefined) listener.bytes?.(bytes.done, bytes.total);
    if (error !== undefined && isFailed(task)) listener.failed?.(error);
  });
  task.on(ListrTaskEventType.OUTPUT, (line) => listener.output?.(line));
}

/** How long a completed task took. */
export function secondsOf({ message }: RunTask): number {
  return (message.duration ?? 0) / 1000;
}

/**
 * Whether a task failed by itself. With a group, listr2 fails those of its tasks too that still run: they have no error
 * yet, and are stopped when they get one.
 */
export function isFailed({ subtasks, state, message }: RunTask): boolean {
  if (subtasks !== undefined) return subtasks.some(isFailed);
  return state === ListrTaskState.FAILED && message.error !== undefined && message.stopped !== true;
}
