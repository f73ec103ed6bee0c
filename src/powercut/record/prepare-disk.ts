import path from 'node:path';
import { packageFile } from '../../base/fs/package-file.js';
import type { TaskContext } from '../../engine/progress.js';
import { layoutOf } from '../disk/layout-of.js';
import { copyImage } from './copy-disk.js';
import { machineEnvironment } from './machine-environment.js';
import type { ScenarioName } from './scenarios.js';

/**
 * Changes `disk.raw` in a folder into what a scenario begins with.
 * @returns a copy of that
 */
export async function prepareDisk(ctx: TaskContext, work: string, scenario: ScenarioName): Promise<string> {
  const disk = path.join(work, 'disk.raw');
  await ctx.engine.run({
    program: 'unshare',
    args: ['-m', 'sh', packageFile('src/powercut/record/prepare.sh'), scenario],
    env: machineEnvironment(layoutOf(disk), work),
    purpose: `preparing ${scenario}`,
    signal: ctx.signal,
  });
  const copy = path.join(work, 'base.raw');
  await copyImage(ctx, disk, copy);
  return copy;
}
