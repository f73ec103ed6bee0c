import { later, t } from '../base/language/texts.js';
import type { TaskContext } from '../engine/progress.js';
import type { Task, TaskGroup } from '../run/task.js';
import type { Build, LockedBuild } from './build.js';
import { missingPackages } from './missing-packages.js';
import { makeOutput } from './outputs/make-output.js';
import type { Output } from './outputs/output.js';
import { recordBuild } from './record.js';
import type { Stage } from './stage.js';
import { packagesStage } from './stages/packages.js';

/**
 * The tasks of a build: its stages in their order, the outputs side by side, and the record of what was built.
 * @param locked the same build with its lock, which an earlier task of the run may have to make
 */
export function buildTasks(build: Build, locked: Promise<LockedBuild>): (Task | TaskGroup)[] {
  const work = new Work(build, locked);
  const stages = build.stages.map((stage) => ({
    id: stage.id,
    title: stage.title,
    expect: () => work.expect(stage),
    run: (ctx: TaskContext) => work.stage(stage, ctx),
  }));
  const outputs = build.outputs.map((output) => ({
    id: output.id,
    title: output.title,
    expect: () => work.expect(output),
    run: (ctx: TaskContext) => work.output(output, ctx),
  }));
  return [
    ...stages,
    { id: 'outputs', title: later`Outputs`, tasks: outputs, concurrent: true },
    { id: 'record', title: later`Record`, expect: () => 0, run: async () => await recordBuild(await locked) },
  ];
}

/** The work of a build, with the time that it takes. */
class Work {
  readonly #build: Build;
  readonly #locked: Promise<LockedBuild>;
  /** Ids of what is made in this run; null: not known yet. */
  #made: ReadonlySet<string> | null = null;
  /** Packages come over the network, which says nothing about the next time. */
  #fetches = true;

  constructor(build: Build, locked: Promise<LockedBuild>) {
    this.#build = build;
    this.#locked = locked;
    // Who waits for the lock hears of its failure.
    void this.#look().catch(() => {});
  }

  /** Seconds that a node takes in this run: as many as last time, none where it is reused, null where nobody knows. */
  expect({ id }: Stage | Output): number | null {
    if (this.#made === null) return null;
    if (!this.#made.has(id)) return 0;
    return id === packagesStage.id && this.#fetches ? null : this.#build.times.secondsOf(id);
  }

  /** A stage that nothing asks for in this run is not even looked at. */
  async stage(stage: Stage, ctx: TaskContext): Promise<string | undefined> {
    const { made, read, result } = await this.#locked;
    if (!made.has(stage.id) && !read.has(stage.id)) return t`unchanged`;
    const one = await this.#timed(
      stage,
      () => result(stage, ctx),
      ({ reused }) => !reused,
    );
    const words = stage.tell(one);
    if (one.wasDamaged !== true) return words;
    const again = t`made again, because it was changed in the cache`;
    return words === undefined ? again : `${words}, ${again}`;
  }

  async output(output: Output, ctx: TaskContext): Promise<string> {
    const locked = await this.#locked;
    const isMade = locked.currentOf(output) === null;
    return await this.#timed(
      output,
      () => makeOutput(locked, output, ctx),
      () => isMade,
    );
  }

  async #look(): Promise<void> {
    const locked = await this.#locked;
    const { lock, cacheDir, made, outputs, currentOf } = locked;
    this.#fetches = made.has(packagesStage.id) && (await missingPackages(lock, cacheDir)).packages > 0;
    this.#made = new Set([...made, ...outputs.filter((one) => currentOf(one) === null).map(({ id }) => id)]);
  }

  async #timed<T>({ id }: Stage | Output, make: () => Promise<T>, isMade: (made: T) => boolean): Promise<T> {
    const startedAt = performance.now();
    const made = await make();
    const counts = isMade(made) && !(id === packagesStage.id && this.#fetches);
    if (counts) await this.#build.times.remember(id, (performance.now() - startedAt) / 1000);
    return made;
  }
}
