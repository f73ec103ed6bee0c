import { t } from '../base/language/texts.js';
import type { TaskContext } from '../engine/progress.js';

/**
 * Gives the person what the engine's root made for him, where that is somebody else.
 * @param which tests of find(1) that choose among what lies in the folder; all of it if absent
 */
export async function chownOutput(
  { engine, signal }: TaskContext,
  dir: string,
  which: readonly string[] = [],
): Promise<void> {
  if (engine.owner === null) return;
  await engine.run({
    program: 'find',
    args: [dir, ...which, '-exec', 'chown', '-h', engine.owner, '{}', '+'],
    purpose: t`changing the owner of the results`,
    handlesTree: true,
    signal,
  });
}
