import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, stageFailed } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import { type Machine, type MachineOptions, startMachine } from './machine.js';

/** With a medium (`iso`), or from the network (`bootUrl`). */
export interface Installation extends Omit<MachineOptions, 'noReboot'> {
  /** The installer begins by itself; else it is chosen at its menu. */
  unattended: boolean;
  /** For the whole installation. */
  timeoutMs: number;
  /** Given the machine as soon as it runs. */
  onStart?: (machine: Machine) => void;
}

/** How long the menu may take to react on its key, and how often it is pressed: firmware may swallow one. */
const menuReactsMs = 15_000;
const menuTries = 3;
/** How long the guest may take to restart by itself when it is done. */
const restartMs = 60_000;

/**
 * Boots the installer and lets it install, until the guest restarts.
 * @throws Failure with exit status 1 and the console's last lines when the installer fails or takes too long.
 */
export async function runInstaller(installation: Installation): Promise<void> {
  const { unattended, timeoutMs, onStart } = installation;
  const until = Date.now() + timeoutMs;
  const left = () => ({ timeoutMs: Math.max(until - Date.now(), 1) });
  const machine = await startMachine({ ...installation, noReboot: true });
  onStart?.(machine);
  try {
    if (!unattended) {
      await machine.waitFor('tmpfsroot installer', left());
      await chooseInstall(machine);
    }
    const said = await machine.waitFor(/tfr-install: (done|failed[^\n]*)/, left());
    if (!said.endsWith('done')) {
      // The rest of its line, and what it says after.
      await sleep(500);
      throw stageFailed({
        what: t`The installer failed: ${lineWith(machine, 'tfr-install: failed')}`,
        where: machine.logFile,
        lastLines: machine.lastLines(),
      });
    }
    await Promise.race([machine.exited, sleep(restartMs, undefined, { ref: false })]);
  } finally {
    await machine.quit();
  }
}

async function chooseInstall(machine: Machine): Promise<void> {
  for (let tries = menuTries; ; tries -= 1) {
    machine.write('i');
    try {
      await machine.waitFor('tmpfsroot installer: loading', { timeoutMs: menuReactsMs });
      return;
    } catch (error) {
      if (!(error instanceof Failure) || error.exitStatus !== 1 || tries === 1) throw error;
    }
  }
}

function lineWith(machine: Machine, text: string): string {
  const line = machine.lastLines().find((one) => one.includes(text)) ?? text;
  return line.slice(line.indexOf(text) + text.length).replace(/^[:\s]+/, '');
}
