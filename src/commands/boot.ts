import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { registerCleanup } from '../engine/cleanup.js';
import { createNativeEngine } from '../engine/native.js';
import { requirePrograms } from '../engine/program-check.js';
import { silentProgress, type Workplace } from '../engine/progress.js';
import { cacheFolder } from '../rpm/cache-folder.js';
import { badInput, exitStatus, interrupted } from '../spec/failure.js';
import { type BootPlan, planOfBuild, planOfFile, prepareDisks } from '../vm/boot-plan.js';
import { readBuiltImage } from '../vm/built-image.js';
import { installFromIso } from '../vm/install-from-iso.js';
import { probeKvm } from '../vm/kvm.js';
import { type Machine, type MachineOptions, startMachine } from '../vm/machine.js';
import { attachKeys } from '../vm/terminal.js';
import { type BootRequest, bootCommand, bootRequest } from './boot-arguments.js';
import type { CommandContext, RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { folderOf } from './project-options.js';

/** Limit of a wait without `--timeout`: fifteen times what a boot takes without KVM. */
const patienceMs = 1_800_000;

/** `boot`: boots what was built in QEMU; with `--iso` installs it first. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(bootCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const request = bootRequest(parsed.options);
  const projectDir = path.resolve(context.cwd, folderOf(parsed.options));
  const plan = await planOf(request, projectDir, context);
  const engine = createNativeEngine();
  await requirePrograms(engine, 'boot');
  const place: Workplace = { engine, progress: silentProgress, signal: context.signal };
  const session = new Session(request, context);
  const kvm = await probeKvm({
    engine,
    cacheDir: cacheFolder({ cacheDir: context.env.CACHE_DIR || null }, context.env),
    signal: context.signal,
  });
  session.tell(
    { event: 'machine', kvm: kvm.works, why: kvm.why },
    kvm.works ? 'Virtual machine with KVM.' : `Virtual machine without KVM, slow: ${kvm.why}.`,
  );
  const forget = registerCleanup(() => dropTemporary(plan));
  try {
    await prepareDisks(place, plan);
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
    return exitStatus.done;
  } finally {
    session.end();
    forget();
    await dropTemporary(plan);
  }
};

async function planOf(request: BootRequest, projectDir: string, context: CommandContext): Promise<BootPlan> {
  if (request.disk === null) return planOfBuild(await readBuiltImage(projectDir), projectDir, request);
  const file = path.resolve(context.cwd, request.disk);
  const handle = await open(file).catch(() => {
    throw badInput({ what: `There is no disk image \`${request.disk}\`.`, where: file });
  });
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return planOfFile(file, buffer, projectDir, request);
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
  readonly #context: CommandContext;
  readonly #release: () => void;
  #machine: Machine | null = null;
  #left = false;

  constructor(request: BootRequest, context: CommandContext) {
    this.#request = request;
    this.#context = context;
    if (context.stdin.isTTY === true && !request.json) {
      context.stderr.write('Leave the machine with Ctrl-] or Ctrl-A X.\r\n');
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
  }

  tell(event: { event: string; [key: string]: unknown }, sentence: string): void {
    const { stdout, stderr } = this.#context;
    if (this.#request.json) stdout.write(`${JSON.stringify(event)}\n`);
    // In raw mode a newline alone does not return to the first column.
    else stderr.write(`${sentence}\r\n`);
  }

  show(bytes: Uint8Array): void {
    if (!this.#request.json) this.#context.stdout.write(bytes);
  }

  async install(machine: MachineOptions, { iso, unattended, logFile }: NonNullable<BootPlan['install']>) {
    this.tell({ event: 'install', iso }, `Installing from ${path.basename(iso)} onto an empty disk.`);
    try {
      await installFromIso({
        ...machine,
        iso,
        unattended,
        logFile,
        timeoutMs: this.#request.timeoutMs ?? patienceMs,
        onStart: (started) => this.#use(started),
      });
    } catch (error) {
      throw this.#left ? interrupted() : error;
    }
    this.tell({ event: 'installed' }, 'Installed. Booting the installed disk.');
  }

  async boot(options: MachineOptions): Promise<void> {
    const machine = await startMachine(options);
    this.#use(machine);
    const { waitFor, timeoutMs } = this.#request;
    this.tell({ event: 'boot', log: machine.logFile }, `The console is kept in ${machine.logFile}.`);
    if (waitFor === null) {
      await machine.exited;
      return;
    }
    try {
      await machine.waitFor(waitFor, { timeoutMs: timeoutMs ?? patienceMs });
      this.tell({ event: 'found', text: waitFor }, `\r\nFound \`${waitFor}\`.`);
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
