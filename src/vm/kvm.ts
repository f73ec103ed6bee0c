import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { registerCleanup } from '../base/cleanup.js';
import { Failure } from '../base/failure.js';
import { atomicWriteFile } from '../base/fs/atomic-write.js';
import { readSmallText } from '../base/fs/read-small-file.js';
import { later, t, translated } from '../base/language/texts.js';
import type { Engine } from '../engine/engine.js';

export interface KvmVerdict {
  works: boolean;
  /** For people, in English: "KVM works", or why it does not. {@link kvmReason} translates it. */
  why: string;
  /** What came of the guest where it did not get far. */
  trial?: { hungSeconds: number } | { said: string };
}

/** Why KVM works or not, for people. */
export function kvmReason({ why, trial }: KvmVerdict): string {
  if (trial === undefined) return translated(why);
  if ('hungSeconds' in trial) return t`a guest hangs on KVM (nothing within ${trial.hungSeconds} s)`;
  return trial.said === '' ? t`QEMU fails on it` : t`QEMU fails on it (${trial.said})`;
}

export interface KvmProbe {
  engine: Engine;
  /** The verdict is kept here until this machine restarts. */
  cacheDir: string;
  signal?: AbortSignal;
  /** What the guest may take; 0.2 s where KVM works (also where it is emulated by TCG), 4000 ms if absent. */
  limitMs?: number;
}

/** Status that QEMU ends with when the guest writes {@link reached} to the debug-exit port. */
const reached = 0x10;
const reachedStatus = (reached << 1) | 1;

/**
 * Boot sector: counts 10 million down, then writes `reached` to port 0xf4.
 * mov ecx, 10000000; again: dec ecx; jnz again; mov al, 0x10; out 0xf4, al; stop: hlt; jmp stop
 */
const bootSector = Buffer.alloc(512);
bootSector.write('66b980969800664975fcb010e6f4f4ebfd', 'hex');
bootSector.writeUInt16LE(0xaa55, 510);

/**
 * Whether KVM truly works here. /dev/kvm may exist and be of no use: in some virtual machines a guest hangs with the
 * processor at 100 %, or crawls (measured: a BIOS boots in 6 s instead of 0.2 s). So a guest is booted: the BIOS
 * and a boot sector that counts, within a time limit.
 */
export async function probeKvm(probe: KvmProbe): Promise<KvmVerdict> {
  const usable = await access('/dev/kvm', constants.R_OK | constants.W_OK).then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (usable === 'ENOENT') return { works: false, why: later`this machine has no /dev/kvm` };
  if (usable !== null) {
    return {
      works: false,
      why: later`/dev/kvm is not yours to use; join its group: sudo usermod -aG kvm $USER`,
    };
  }
  const bootId = (await readSmallText('/proc/sys/kernel/random/boot_id').catch(() => '')).trim();
  const file = path.join(probe.cacheDir, 'kvm.json');
  const known = await readVerdict(file, bootId);
  if (known !== null) return known;
  const verdict = await bootSomething(probe);
  // A cache that cannot be written costs another probe, nothing else.
  await atomicWriteFile(file, `${JSON.stringify({ bootId, ...verdict })}\n`).catch(() => {});
  return verdict;
}

async function readVerdict(file: string, bootId: string): Promise<KvmVerdict | null> {
  try {
    const known = JSON.parse(await readSmallText(file)) as Partial<KvmVerdict & { bootId: string }>;
    if (known.bootId !== bootId || bootId === '') return null;
    if (typeof known.works !== 'boolean' || typeof known.why !== 'string') return null;
    const { works, why, trial } = known;
    return { works, why, ...(trial === undefined ? {} : { trial }) };
  } catch {
    return null;
  }
}

async function bootSomething({ engine, signal, limitMs = 4000 }: KvmProbe): Promise<KvmVerdict> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'tfr-kvm-'));
  const tidy = () => rmSync(scratch, { recursive: true, force: true });
  const forget = registerCleanup(tidy);
  try {
    const disk = path.join(scratch, 'disk');
    // The BIOS takes no disk for one that is smaller than a cylinder.
    writeFileSync(disk, Buffer.concat([bootSector, Buffer.alloc((1 << 20) - 512)]));
    const running = await engine.start({
      program: 'qemu-system-x86_64',
      args: [
        ...['-accel', 'kvm', '-machine', 'q35', '-cpu', 'max', '-m', '64', '-nodefaults', '-no-user-config'],
        ...['-display', 'none', '-drive', `if=none,id=disk,format=raw,file=${disk.replaceAll(',', ',,')}`],
        ...['-device', 'ide-hd,bus=ide.0,drive=disk,bootindex=0'],
        ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=1'],
      ],
      purpose: t`probing KVM`,
      okStatuses: [reachedStatus],
      ...(signal === undefined ? {} : { signal }),
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      void running.kill();
    }, limitMs);
    try {
      await running.finished;
      return { works: true, why: later`KVM works` };
    } catch (error) {
      if (!(error instanceof Failure) || signal?.aborted) throw error;
      const hungSeconds = limitMs / 1000;
      if (late) {
        const why = `a guest hangs on KVM (nothing within ${hungSeconds} s)`;
        return { works: false, why, trial: { hungSeconds } };
      }
      const said = error.facts.lastLines?.at(-1)?.replace(/\.$/, '') ?? '';
      const why = `QEMU fails on it${said === '' ? '' : ` (${said})`}`;
      return { works: false, why, trial: { said } };
    } finally {
      clearTimeout(timer);
    }
  } finally {
    forget();
    tidy();
  }
}
