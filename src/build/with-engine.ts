import type { Engine } from '../engine/engine.js';
import { type RunTasksOptions, runTasks } from '../run/run.js';
import { type EngineProject, planEngine } from './open-engine.js';

type EngineRun = Pick<RunTasksOptions, 'context' | 'json' | 'display' | 'plain'>;

/**
 * Does work with the engine that a project asks for; what it kept is gone afterwards. Prepares it first, where that has
 * to be, in a run of its own.
 * @throws Failure: 3 when the engine does not work here, else as the work does.
 */
export async function withEngine<T>(
  project: EngineProject,
  run: EngineRun,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const { preparation, open } = await planEngine(project, run.context);
  if (preparation !== null) {
    const tasks = [{ id: 'engine', ...preparation }];
    await runTasks(tasks, { ...run, projectDir: project.dir, title: 'engine' });
  }
  const engine = await open();
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
