import type { Command, Engine } from '../../src/engine/engine.js';
import { createNativeEngine } from '../../src/engine/native/native.js';

/** An engine that starts QEMU with more arguments than our own program ever gives it. */
export function engineWithQemuArguments(more: readonly string[]): Engine {
  const engine = createNativeEngine();
  return {
    ...engine,
    start: (command: Command) => engine.start({ ...command, args: [...command.args, ...more] }),
  };
}

/** Arguments for the time that the guest's clock begins with: `2001-09-09T00:00:00`; its own is the host's. */
export function clockArguments(time: string | undefined): string[] {
  return time === undefined ? [] : ['-rtc', `base=${time}`];
}
