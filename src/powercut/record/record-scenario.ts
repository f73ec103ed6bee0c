import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../../base/fs/package-file.js';
import type { TaskContext } from '../../engine/progress.js';
import { layoutOf } from '../disk/layout-of.js';
import { copyDisk } from './copy-disk.js';
import { machineEnvironment } from './machine-environment.js';
import { makeLabUpdate } from './make-update.js';
import { prepareDisk } from './prepare-disk.js';
import { recordingFiles, writeRecordingFacts } from './recording.js';
import { requireMachine } from './require-machine.js';
import { type ScenarioName, scenarioOf } from './scenarios.js';
import { slotsSaidWhole } from './whole-slots.js';

export interface RecordOrder {
  /** Raw disk image, an absolute path; it is not written to. */
  image: string;
  scenario: ScenarioName;
  /** Folder that gets the recording. */
  dir: string;
}

/**
 * Runs a scenario over a copy of an image and logs each write, without booting: the device's own scripts over partitions
 * that are loop devices, on a disk of qemu-storage-daemon (machine.sh).
 * @throws Failure: 3 without root, 1 when the scenario fails.
 */
export async function recordScenario(ctx: TaskContext, { image, scenario, dir }: RecordOrder): Promise<void> {
  await requireMachine(ctx.engine);
  const { prepares, needsUpdate } = scenarioOf(scenario);
  const layout = layoutOf(image);
  const work = await copyDisk(ctx, image, dir);
  const prepared = prepares ? await prepareDisk(ctx, work, scenario) : null;
  const update = needsUpdate ? await makeLabUpdate(ctx, { layout, work }) : { UPDATE: '', FACTS: '' };
  ctx.progress.status('running the scenario');
  const from = performance.now();
  const { stdout } = await ctx.engine.run({
    program: 'unshare',
    args: ['-m', 'sh', packageFile('src/powercut/record/record.sh'), scenario],
    env: { ...machineEnvironment(layout, work), ...update },
    purpose: `recording ${scenario}`,
    capture: true,
    signal: ctx.signal,
  });
  const seconds = Math.round((performance.now() - from) / 100) / 10;
  await rename(path.join(work, 'log'), path.join(dir, recordingFiles.log));
  if (prepared !== null) await rename(prepared, path.join(dir, recordingFiles.base));
  await rm(work, { recursive: true });
  await writeRecordingFacts(dir, {
    ...{ format: 1, scenario, whole: slotsSaidWhole(stdout), seconds },
    base: prepared === null ? image : recordingFiles.base,
  });
}
