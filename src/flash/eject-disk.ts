import { Failure } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import type { TaskContext } from '../engine/progress.js';
import type { FlashDisk } from './flash-disk.js';

/** Programs that make a disk ready to be pulled out, the better one first; it is not on every machine. */
const ejectors = [
  { program: 'udisksctl', args: (path: string) => ['power-off', '--no-user-interaction', '-b', path] },
  { program: 'eject', args: (path: string) => [path] },
];

/** Whether there is something to eject. A reader that is powered off takes no other card until it is plugged in again. */
export function isEjectable({ isRemovable, bus }: FlashDisk): boolean {
  return isRemovable && bus === 'usb';
}

/**
 * Ejects a disk that can be pulled out, if a program for it is there. All is on it by then: without one it can be pulled
 * out too.
 * @returns whether it was ejected
 * @throws Failure with exit status 130 when interrupted.
 */
export async function ejectDisk({ engine, signal }: TaskContext, disk: FlashDisk): Promise<boolean> {
  for (const { program, args } of ejectors) {
    if ((await engine.find(program)) === null) continue;
    try {
      await engine.run({ program, args: args(disk.path), purpose: t`ejecting the disk`, signal });
      return true;
    } catch (error) {
      if (signal.aborted || !(error instanceof Failure)) throw error;
    }
  }
  return false;
}
