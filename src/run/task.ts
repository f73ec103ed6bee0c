import type { TaskContext } from '../engine/progress.js';

/** One line of the task tree that does work. */
export interface Task {
  /** Short name for events and the log: `fetch`. */
  id: string;
  title: string;
  /** Seconds that it takes, by earlier runs; 0: nothing is to be done. Null, or absent: not known. Asked time and again. */
  expect?(): number | null;
  /** Does the work; the text it returns is shown behind the title ("127 packages, 91 MB"). */
  run(ctx: TaskContext): Promise<string | undefined>;
}

/** One line of the task tree with lines below it. */
export interface TaskGroup {
  id: string;
  title: string;
  tasks: readonly Task[];
  /** The tasks do not depend on one another and run side by side. */
  concurrent?: boolean;
}

export function isGroup(task: Task | TaskGroup): task is TaskGroup {
  return 'tasks' in task;
}
