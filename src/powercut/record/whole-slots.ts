import { packageFile } from '../../base/fs/package-file.js';
import type { TaskContext } from '../../engine/progress.js';
import { layoutOf } from '../disk/layout-of.js';
import { machineEnvironment } from './machine-environment.js';

/** Slots of `disk.raw` in a folder that hold a whole image, checked file by file as the device does. */
export async function wholeSlots(ctx: TaskContext, work: string): Promise<('a' | 'b')[]> {
  const layout = layoutOf(`${work}/disk.raw`);
  const { stdout } = await ctx.engine.run({
    program: 'unshare',
    args: ['-m', 'sh', packageFile('src/powercut/record/whole-slots.sh')],
    env: machineEnvironment(layout, work),
    purpose: 'checking the slots',
    capture: true,
    signal: ctx.signal,
  });
  return slotsSaidWhole(stdout);
}

/** Slots that a script of ours says are whole, a line each. */
export function slotsSaidWhole(text: string): ('a' | 'b')[] {
  return (['a', 'b'] as const).filter((slot) => new RegExp(`^whole ${slot}$`, 'm').test(text));
}
