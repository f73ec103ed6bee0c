import { chooseEngine } from '../engine/choose-engine.js';
import { type EngineImage, makeImage, presentImage, pullImage } from '../engine/container-image.js';
import type { Engine } from '../engine/engine.js';
import type { Workplace } from '../engine/progress.js';
import { type ChosenClient, type EngineProject, imageName, imageOf, openEngine } from './open-engine.js';
import { type RunTasksOptions, runTasks } from './run.js';

type EngineRun = Pick<RunTasksOptions, 'context' | 'json' | 'display' | 'plain'>;

/**
 * Does work with the engine that a project asks for; what it kept is gone afterwards. Makes its container image first,
 * where that is missing, in a run of its own.
 * @throws Failure: 3 when the engine does not work here, else as the work does.
 */
export async function withEngine<T>(
  project: EngineProject,
  run: EngineRun,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const { env, signal } = run.context;
  const chosen = await chooseEngine(project.spec.engine, env);
  const image = chosen.name === 'native' ? null : await imageOf(project, chosen, signal);
  const made = chosen.name === 'native' ? null : (image ?? (await obtainImage(project, chosen, run)));
  const engine = await openEngine(project, chosen, made, run.context);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

async function obtainImage(
  project: EngineProject,
  { client }: ChosenClient,
  run: EngineRun,
): Promise<EngineImage> {
  const { spec, dir } = project;
  const name = await imageName(project);
  let image: EngineImage | null = null;
  const task = {
    id: 'engine',
    title: spec.engine.image === null ? 'Make the container image' : 'Fetch the container image',
    run: async (place: Workplace) => {
      if (spec.engine.image === null)
        await makeImage(place, client, spec.release, name, spec.engine.use === 'auto');
      else await pullImage(place, client, name);
      image = await presentImage(place.engine, client, name, place.signal);
      return name;
    },
  };
  await runTasks([task], { ...run, projectDir: dir, title: 'engine' });
  return image ?? { name, id: name };
}
