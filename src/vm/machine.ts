import { createWriteStream, rmSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { registerCleanup } from '../base/cleanup.js';
import { t } from '../base/language/texts.js';
import type { Engine, Running } from '../engine/engine.js';
import { ConsoleText, type WaitOptions } from './console-text.js';
import { findFirmware } from './firmware.js';
import { type Hardware, qemuArguments } from './qemu.js';
import { qmpCommand } from './qmp.js';

export interface MachineOptions extends Omit<Hardware, 'qmpSocket' | 'firmware'> {
  engine: Engine;
  /** `uefi`, the default, or the legacy BIOS (which `direct` boots need no firmware file for). */
  firmware?: 'uefi' | 'bios';
  /** Keeps the firmware's variables between boots; made when it is absent. Without it they are forgotten. */
  varsFile?: string;
  /** Gets the whole raw output of the serial console; its folder is made, an old file replaced. */
  logFile: string;
  /** Called with the raw output as it comes. */
  onConsole?: (bytes: Uint8Array) => void;
  signal?: AbortSignal;
}

/**
 * How often QEMU is asked how it is. QEMU 7.2 without KVM was seen to sleep past its own timers on a loaded host, a
 * guest that waited for one stood still for minutes, until a command came in: any event wakes its main loop.
 */
const heartbeatMs = 5000;

/** A virtual machine that runs. */
export interface Machine {
  readonly logFile: string;
  /** Lines of the serial console from the moment of asking, without control sequences. */
  readonly console: AsyncIterable<string>;
  /** See {@link ConsoleText.waitFor}: begins behind the text that was waited for last, and returns what matched. */
  waitFor(pattern: string | RegExp, options: WaitOptions): Promise<string>;
  /** Types on the serial console. */
  write(text: string): void;
  /** Lines that the console said last, for messages. */
  lastLines(): string[];
  /** As if the plug was pulled: SIGKILL. Resolves when nothing of it is left. */
  powerCut(): Promise<void>;
  /** Presses the power button; the guest may take its time, or ignore it. See {@link exited}. */
  powerDown(): Promise<void>;
  /** Pulls the plug too, but lets QEMU write its files out first. */
  quit(): Promise<void>;
  /** A command of QEMU's control protocol. */
  qmp(command: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /**
   * QEMU's exit status, 137 after a power cut. By then its files are closed and its temporary ones gone.
   * Rejects with a Failure: 1 when QEMU itself failed, 130 when `signal` was aborted.
   */
  readonly exited: Promise<number>;
}

/**
 * Starts a virtual machine.
 * @throws Failure with exit status 3 when QEMU or its firmware is missing, 1 when it does not start.
 */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { engine, logFile, varsFile, signal, onConsole } = options;
  const firmware = options.firmware === 'bios' ? null : await findFirmware();
  await mkdir(path.dirname(logFile), { recursive: true });
  const scratch = await mkdtemp(path.join(tmpdir(), 'tfr-vm-'));
  const forget = registerCleanup(() => rmSync(scratch, { recursive: true, force: true }));
  const tidy = () => {
    forget();
    rmSync(scratch, { recursive: true, force: true });
  };

  const qmpSocket = path.join(scratch, 'qmp');
  const log = createWriteStream(logFile, { mode: 0o600 });
  const closed = new Promise<void>((resolve) => {
    log.once('close', resolve).once('error', () => resolve());
  });
  const text = new ConsoleText();
  let running: Running;
  try {
    const vars = varsFile ?? path.join(scratch, 'vars.fd');
    if (firmware !== null && (await stat(vars).catch(() => null)) === null) {
      await copyFile(firmware.vars, vars);
    }
    running = await engine.start({
      program: 'qemu-system-x86_64',
      args: qemuArguments({
        ...options,
        firmware: firmware === null ? null : { code: firmware.code, vars },
        qmpSocket,
      }),
      purpose: t`running the virtual machine`,
      okStatuses: [0, 137],
      onOutput: (bytes) => {
        log.write(bytes);
        text.push(bytes);
        onConsole?.(bytes);
      },
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    log.destroy();
    tidy();
    throw error;
  }

  const exited = running.finished
    .finally(async () => {
      clearInterval(heartbeat);
      text.close();
      log.end();
      await closed;
      tidy();
    })
    .then(({ status }) => status);
  exited.catch(() => {});
  const peer = { socket: qmpSocket, runs: () => !text.closed };
  const heartbeat = setInterval(() => void qmpCommand(peer, 'query-status').catch(() => {}), heartbeatMs);
  heartbeat.unref();
  const gone = async () => {
    await exited.catch(() => {});
  };

  return {
    logFile,
    console: { [Symbol.asyncIterator]: () => text.lines() },
    waitFor: async (pattern, wait) => {
      try {
        return await text.waitFor(pattern, signal === undefined ? wait : { signal, ...wait });
      } catch (error) {
        // When QEMU itself failed, that is the reason to tell.
        if (text.closed) await exited;
        throw error;
      }
    },
    write: running.write,
    lastLines: () => text.lastLines(),
    powerCut: async () => {
      await running.kill();
      await gone();
    },
    powerDown: async () => {
      await qmpCommand(peer, 'system_powerdown');
    },
    quit: async () => {
      await Promise.race([qmpCommand(peer, 'quit').catch(() => running.kill()), gone()]);
      await gone();
    },
    qmp: (command, args) => qmpCommand(peer, command, args),
    exited,
  };
}
