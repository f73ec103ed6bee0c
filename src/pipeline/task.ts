import type { Workplace } from '../engine/progress.js';

/** One line of the task tree. */
export interface Task {
  /** Short name for events and the log: `fetch`. */
  id: string;
  title: string;
  /** Does the work; the text it returns is shown behind the title ("127 packages, 91 MB"). */
  run(place: Workplace): Promise<string | undefined>;
}
