import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { registerCleanup } from '../base/cleanup.js';
import { badInput, interrupted } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import { printText } from '../base/print-text.js';
import { readBuiltImage } from '../build/built-image.js';
import { cacheFolder } from '../config/cache-folder.js';
import { createNativeEngine } from '../engine/native/native.js';
import { requirePrograms } from '../engine/programs/program-check.js';
import { silentProgress, type TaskContext } from '../engine/progress.js';
import { scriptUrl } from '../serve/serve-addresses.js';
import { serveFolder, silentServeView } from '../serve/serve-folder.js';
import { type BootPlan, planOfBuild, planOfFile, prepareDisks } from './boot-plan.js';
import { headerBytes } from './disk-file.js';
import { kvmReason, probeKvm } from './kvm.js';
import { type Machine, type MachineOptions, startMachine } from './machine.js';
import { runInstaller } from './run-installer.js';
import { attachKeys } from './terminal.js';

export interface BootRequest {
  /** Install from the ISO first. */
  iso: boolean;
  /** Install from the network first. */
  network: boolean;
  /** A disk image instead of what was built. */
  disk: string | null;
  /** Null: that of the smallest device. */
  memoryMiB: number | null;
  cpus: number;
  snapshot: boolean;
  waitFor: string | null;
  /** Null where none was given: the wait has a limit of its own. */
  timeoutMs: number | null;
  json: boolean;
}

/** To boot the last build with its console on the terminal. */
export const usualBoot: BootRequest = {
  iso: false,
  network: false,
  disk: null,
  memoryMiB: null,
  cpus: 2,
  snapshot: false,
  waitFor: null,
  timeoutMs: null,
  json: false,
};

/** What a boot is given of the world. A terminal as `stdin` types into the machine's console. */
export interface BootContext {
  cwd: string;
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  /** Gets the console. */
  stdout: Writable & { isTTY?: boolean };
  /** Gets what is said of the machine. */
  stderr: Writable;
  signal: AbortSignal;
}

/** Where a folder is served for a guest, and where the guest finds it (QEMU: user mode network). */
const loopback = '127.0.0.1';
const hostSeenByGuest = '10.0.2.2';

/** Limit of a wait without `timeoutMs`: fifteen times what a boot takes without KVM. */
const patienceMs = 1_800_000;

/**
 * Boots in QEMU what was built in a project's folder, or a disk image; comes back when the machine is off, was left
 * with Ctrl-], or has said what is waited for.
 * @throws Failure: 2 when nothing fitting was built, 3 when QEMU is missing, 1 when a wait is over without result,
 *   130 when interrupted.
 */
export async function bootImage(
  request: BootRequest,
  projectDir: string,
  context: BootContext,
): Promise<void> {
  const plan = await planOf(request, projectDir, context);
  const engine = createNativeEngine();
  await requirePrograms(engine, 'boot');
  const ctx: TaskContext = { engine, progress: silentProgress, signal: context.signal };
  const session = new Session(request, context);
  const kvm = await probeKvm({
    engine,
    cacheDir: cacheFolder({ cacheDir: context.env.CACHE_DIR || null }, context.env),
    signal: context.signal,
  });
  session.tell(
    { event: 'machine', kvm: kvm.works, why: kvm.why },
    kvm.works ? t`Virtual machine with KVM.` : t`Virtual machine without KVM, slow: ${kvmReason(kvm)}.`,
  );
  const forget = registerCleanup(() => dropTemporary(plan));
  try {
    await prepareDisks(ctx, plan);
    const machine: MachineOptions = {
      engine,
      memoryMiB: request.memoryMiB ?? plan.memoryMiB,
      cpus: request.cpus,
      kvm: kvm.works,
      network: 'user',
      disks: plan.disks.map(({ drive }) => drive),
      ...(plan.varsFile === null ? {} : { varsFile: plan.varsFile }),
      logFile: plan.logFile,
      onConsole: (bytes) => session.show(bytes),
      signal: context.signal,
    };
    if (plan.install !== null) await session.install(machine, plan.install);
    await session.boot(machine);
  } finally {
    session.end();
    forget();
    await dropTemporary(plan);
  }
}

async function planOf(
  request: BootRequest,
  projectDir: string,
  { cwd }: Pick<BootContext, 'cwd'>,
): Promise<BootPlan> {
  if (request.disk === null) return planOfBuild(await readBuiltImage(projectDir), projectDir, request);
  const file = path.resolve(cwd, request.disk);
  // A disk may be a device. The writer of a FIFO is not waited for.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => {
    throw badInput({ what: t`There is no disk image \`${request.disk}\`.`, where: file });
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile() && !stats.isBlockDevice())
      throw badInput({ what: t`\`${request.disk}\` is not a disk image.`, where: file });
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    return planOfFile(file, buffer.subarray(0, bytesRead), projectDir, request);
  } finally {
    await handle.close();
  }
}

async function dropTemporary({ temporaryDir }: BootPlan): Promise<void> {
  if (temporaryDir !== null) await rm(temporaryDir, { recursive: true, force: true });
}

/** One call of `boot`: its terminal, and the machine that runs at the moment. */
class Session {
  readonly #request: BootRequest;
  readonly #context: BootContext;
  readonly #release: () => void;
  #machine: Machine | null = null;
  #left = false;

  constructor(request: BootRequest, context: BootContext) {
    this.#request = request;
    this.#context = context;
    if (context.stdin.isTTY === true && !request.json) {
      printText(context.stderr, `${t`Leave the machine with Ctrl-] or Ctrl-A X.`}\r\n`);
      this.#release = attachKeys(
        context.stdin,
        (text) => this.#machine?.write(text),
        () => {
          this.#left = true;
          void this.#machine?.quit();
        },
      );
    } else {
      this.#release = () => {};
    }
  }

  end(): void {
    this.#release();
    // A machine that is left in the middle may have colours on and the cursor hidden.
    if (this.#context.stdout.isTTY === true && !this.#request.json)
      this.#context.stdout.write('\x1b[0m\x1b[?25h');
  }

  tell(event: { event: string; [key: string]: unknown }, sentence: string): void {
    const { stdout, stderr } = this.#context;
    if (this.#request.json) printText(stdout, `${JSON.stringify(event)}\n`);
    // In raw mode a newline alone does not return to the first column.
    else printText(stderr, `${sentence}\r\n`);
  }

  /** The console is a terminal of its own: what its programs draw is drawn. */
  show(bytes: Uint8Array): void {
    if (!this.#request.json) this.#context.stdout.write(bytes);
  }

  async install(machine: MachineOptions, { from, unattended, logFile }: NonNullable<BootPlan['install']>) {
    const isMedium = 'iso' in from;
    this.tell(
      { event: 'install', ...from },
      isMedium
        ? t`Installing from ${path.basename(from.iso)} onto an empty disk.`
        : t`Installing from the network onto an empty disk.`,
    );
    const server = isMedium
      ? null
      : await serveFolder(from.folder, { address: loopback, port: 0, view: silentServeView });
    try {
      await runInstaller({
        ...machine,
        ...(isMedium ? { iso: from.iso } : {}),
        ...(server === null ? {} : { bootUrl: scriptUrl(hostSeenByGuest, server.port) }),
        unattended,
        logFile,
        timeoutMs: this.#request.timeoutMs ?? patienceMs,
        onStart: (started) => this.#use(started),
      });
    } catch (error) {
      throw this.#left ? interrupted() : error;
    } finally {
      await server?.close();
    }
    this.tell({ event: 'installed' }, t`Installed. Booting the installed disk.`);
  }

  async boot(options: MachineOptions): Promise<void> {
    const machine = await startMachine(options);
    this.#use(machine);
    const { waitFor, timeoutMs } = this.#request;
    this.tell({ event: 'boot', log: machine.logFile }, t`The console is kept in ${machine.logFile}.`);
    if (waitFor === null) {
      await machine.exited;
      return;
    }
    try {
      await machine.waitFor(waitFor, { timeoutMs: timeoutMs ?? patienceMs });
      this.tell({ event: 'found', text: waitFor }, `\r\n${t`Found \`${waitFor}\`.`}`);
    } catch (error) {
      throw this.#left ? interrupted() : error;
    } finally {
      await machine.quit();
    }
  }

  #use(machine: Machine): void {
    this.#machine = machine;
    if (this.#left) void machine.quit();
  }
}
