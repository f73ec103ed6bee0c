import { runUnlogged, type ShownRun } from '../run/run.js';
import type { Findings } from './report/findings.js';
import { writeReport } from './report/write-report.js';
import { aloneIn } from './run/alone-in-lab.js';
import type { Lab } from './run/lab-folder.js';
import { bootTasks, examineTasks, fileSystemTasks, ownCheckTasks, recordTasks } from './run/run-lab.js';
import type { OwnProgram } from './run/run-shards.js';

export interface CutPowerOptions {
  own: OwnProgram;
  /** Processes and machines side by side; as many as there are processors if null. */
  jobs: number | null;
  /** After so many minutes no more is begun; null: never. */
  minutes: number | null;
}

/**
 * Does in a lab all that its plan says and that is not done yet, and writes the report.
 * @throws Failure: 3 without root or where programs are missing, 2 where another run is in the folder.
 */
export async function cutPower(
  lab: Lab,
  { own, jobs, minutes }: CutPowerOptions,
  shown: Omit<ShownRun, 'title'>,
): Promise<Findings> {
  const deadline = minutes === null ? null : Date.now() + minutes * 60_000;
  return await aloneIn(lab, async () => {
    const tasks = [
      ...recordTasks(lab),
      ...examineTasks(lab, { own, jobs, deadline }),
      ...fileSystemTasks(lab, { deadline }),
      ...ownCheckTasks(lab, { deadline }),
      ...bootTasks(lab, { jobs, deadline }),
    ];
    await runUnlogged(tasks, { ...shown, title: 'powercut' });
    return await writeReport(lab);
  });
}
