import { readFileSync } from 'node:fs';
import { bootLimit, startDevice } from './device.js';

/**
 * Starts a disk, lets it start again as often as it likes, and pulls the plug when a slot is committed. How often it
 * started is not certain: on a loaded host, an emulated processor was seen to panic by itself before it
 * did anything, and then the next start makes it good, which is what this is about.
 * @param logs folder for the log of the machine
 */
export async function runToCommit(
  copy: string,
  logs: string,
  name: string,
): Promise<{ slot: string; starts: number; log: string }> {
  const machine = await startDevice({ disk: copy, dir: logs, name, noReboot: false });
  const said = await machine.waitFor(/tfr: slot [ab] is committed/, { timeoutMs: bootLimit });
  await machine.powerCut();
  const log = readFileSync(machine.logFile, 'latin1');
  return { slot: said.slice(-14, -13), starts: log.split(/Starting e2e, slot [ab]/).length - 1, log };
}
