import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, stageFailed } from '../../base/failure.js';
import { requirePrograms } from '../../engine/programs/program-check.js';
import type { TaskContext } from '../../engine/progress.js';
import { type Machine, startMachine } from '../../vm/machine.js';
import { layoutOf } from '../disk/layout-of.js';
import { copyDisk } from './copy-disk.js';
import { markSector } from './machine-environment.js';
import { prepareDisk } from './prepare-disk.js';
import type { RecordOrder } from './record-scenario.js';
import { recordingFiles, writeRecordingFacts } from './recording.js';
import { requireMachine } from './require-machine.js';
import { scenarioOf } from './scenarios.js';
import { wholeSlots } from './whole-slots.js';
import { worksKvm } from './works-kvm.js';

/** What a start may take without KVM on a busy host. */
const limitMs = 30 * 60_000;
/** How long the device may take to begin with a script, once it is committed. */
const beginLimitMs = 5 * 60_000;
/** How long a script of a person's own may take. */
const scriptLimitMs = 12 * 3600_000;
const memoryMiB = 2048;

/**
 * Starts a copy of an image in QEMU and logs each write of its disk, from the firmware on until the slot was committed
 * and the scenario, or a script of a person's own, has come to its end there; then it pulls the plug.
 * @param script absolute path of that script; null: none
 * @throws Failure: 3 without root or QEMU, 1 when the device does not come so far, or the script fails.
 */
export async function recordBoot(
  ctx: TaskContext,
  { image, scenario, dir }: RecordOrder,
  script: string | null = null,
): Promise<void> {
  await requireMachine(ctx.engine);
  await requirePrograms(ctx.engine, 'boot');
  const work = await copyDisk(ctx, image, dir);
  const { prepares, lastWords, runsOnMs } = scenarioOf(scenario);
  const prepared = prepares ? await prepareDisk(ctx, work, scenario) : null;
  ctx.progress.status('checking the slots');
  const whole = await wholeSlots(ctx, work);
  const log = path.join(work, 'log');
  await writeFile(log, '');
  const kvm = await worksKvm(ctx);
  const from = performance.now();
  const machine = await startMachine({
    ...{ engine: ctx.engine, memoryMiB, cpus: 2, kvm, network: 'user' },
    disks: [{ file: path.join(work, 'disk.raw'), format: 'raw', writeLog: log }],
    ...(script === null ? {} : { firmwareFiles: await scriptFiles(script, work) }),
    logFile: path.join(dir, 'console.log'),
    signal: ctx.signal,
  });
  try {
    ctx.progress.status('starting the device');
    await machine.waitFor(/tfr: slot [ab] is committed/, { timeoutMs: limitMs });
    if (script !== null) await untilScriptEnds(ctx, machine);
    else ctx.progress.status('the device is committed, and runs on');
    if (lastWords !== null) await machine.waitFor(lastWords, { timeoutMs: limitMs });
    await sleep(runsOnMs, undefined, { signal: ctx.signal });
  } finally {
    await machine.quit();
  }
  const seconds = Math.round((performance.now() - from) / 100) / 10;
  await rename(log, path.join(dir, recordingFiles.log));
  if (prepared !== null) await rename(prepared, path.join(dir, recordingFiles.base));
  await rm(work, { recursive: true });
  const base = prepared === null ? image : recordingFiles.base;
  await writeRecordingFacts(dir, { format: 1, scenario, whole, seconds, base });
}

/** What src/device/root/usr/lib/tmpfsroot/scenario reads: the script, and where its marks go. */
async function scriptFiles(script: string, work: string): Promise<Record<string, string>> {
  const sector = markSector(layoutOf(path.join(work, 'disk.raw')));
  const mark = path.join(work, 'mark');
  await writeFile(mark, String(sector));
  return { 'opt/tmpfsroot/scenario': script, 'opt/tmpfsroot/mark': mark };
}

async function untilScriptEnds({ progress, signal }: TaskContext, machine: Machine): Promise<void> {
  progress.status('the device is committed, and begins with the script');
  await machine.waitFor(/tfr: the scenario begins/, { timeoutMs: beginLimitMs }).catch((error: unknown) => {
    if (signal.aborted || !(error instanceof Failure)) throw error;
    throw stageFailed({
      what: `The device did not begin with the script of your own. ${error.facts.why ?? ''}`.trim(),
      where: machine.logFile,
      why: 'QEMU hands the script over, and the kernel of the image needs the module qemu_fw_cfg to read it.',
      remedy: 'Add the package of the kernel that has this module, on Fedora kernel-modules-core.',
    });
  });
  progress.status('the script runs');
  const ended = await machine.waitFor(/tfr: the scenario has ended with status \d+/, {
    timeoutMs: scriptLimitMs,
  });
  const status = ended.split(' ').at(-1);
  if (status === '0') return;
  throw stageFailed({
    what: `The script of your own ended with status ${status} in the device.`,
    where: machine.logFile,
    remedy: 'Try it in a device first; what the console said is in the log.',
  });
}
