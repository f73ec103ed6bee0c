import { mkdir, open, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { stageFailed } from '../../base/failure.js';
import { requirePrograms } from '../../engine/programs/program-check.js';
import type { TaskContext } from '../../engine/progress.js';
import { layoutOf } from '../disk/layout-of.js';
import { sectorBytes } from '../disk/sectors.js';
import { copyImage } from '../record/copy-disk.js';
import { scenarioOf } from '../record/scenarios.js';
import { worksKvm } from '../record/works-kvm.js';
import { type CutDisk, cutDisks } from '../run/cut-disks.js';
import type { Lab } from '../run/lab-folder.js';
import { readTally } from '../run/read-tally.js';
import { type BootedDisk, bootDisk } from './boot-disk.js';
import { bootFault } from './boot-fault.js';
import { bootsDir, readBoots, writeBoots } from './boot-results.js';
import { chooseBoots } from './choose-boots.js';

/** Against hanging, on a busy host without KVM. */
const limitMs = 20 * 60_000;
/** So many times as long as the image takes, a disk without a root is given to come up. */
const patience = 2;
const memoryMiB = 2048;

export interface BootStatesOptions {
  /** Machines side by side; as many as there are processors if null. */
  jobs: number | null;
  isLate: () => boolean;
}

/**
 * Starts disks in QEMU as cuts leave them: of each outcome one, and some by chance, as many as the plan says.
 * @returns what to show for it
 * @throws Failure: 3 without QEMU, 1 where the image itself does not come up.
 */
export async function bootStates(
  ctx: TaskContext,
  lab: Lab,
  { jobs, isLate }: BootStatesOptions,
): Promise<string> {
  const results = await readBoots(lab);
  const chosen = await chosenCuts(lab);
  const total = [...chosen.values()].reduce((sum, { length }) => sum + length, 0);
  const isKnown = (scenario: string, id: string) =>
    results.cuts.some((cut) => cut.scenario === scenario && cut.id === id);
  const left = [...chosen].map(
    ([scenario, ids]) => [scenario, ids.filter((id) => !isKnown(scenario, id))] as const,
  );
  const openCount = left.reduce((sum, [, ids]) => sum + ids.length, 0);
  if (openCount === 0 && results.withoutRoot !== null) return 'started before';
  const starter = await openStarter(ctx, lab);
  const keep = () => writeBoots(lab, results);
  const show = () => ctx.progress.status(`${total - openCount + done} of ${total} disks`);
  let done = 0;
  const running = new Set<Promise<void>>();
  const startCut = async (disk: CutDisk) => {
    results.cuts.push(await bootCut(starter, disk));
    done += 1;
    await keep();
    show();
  };
  try {
    results.image ??= await bootImage(starter, lab);
    await keep();
    show();
    for (const [scenario, ids] of left) {
      for await (const disk of cutDisks(ctx, lab, { scenario, ids, dir: starter.dir })) {
        if (isLate()) {
          await rm(disk.file, { force: true });
          await Promise.all(running);
          return `${total - openCount + done} of ${total} disks: the time is up`;
        }
        const run = startCut(disk).finally(() => running.delete(run));
        running.add(run);
        if (running.size >= (jobs ?? availableParallelism())) await Promise.race(running);
      }
    }
    await Promise.all(running);
    results.withoutRoot ??= await bootWithoutRoot(starter, lab, results.image);
    await keep();
    return `${total} disks`;
  } finally {
    // The first that fails ends the task, and the others with it.
    await Promise.allSettled(running);
  }
}

async function chosenCuts(lab: Lab) {
  const ours = lab.plan.scenarios.filter(
    (name) => !scenarioOf(name).isControl && !scenarioOf(name).isInstallation,
  );
  const examined = await Promise.all(
    ours.map(async (scenario) => ({ scenario, tally: (await readTally(lab, scenario)).tally })),
  );
  return chooseBoots(examined, lab.plan.boots);
}

/** What every start takes. */
interface Starter {
  dir: string;
  boot: (disk: string, name: string, limit?: number) => Promise<BootedDisk>;
  ctx: TaskContext;
}

async function openStarter(ctx: TaskContext, lab: Lab): Promise<Starter> {
  await requirePrograms(ctx.engine, 'boot');
  const dir = bootsDir(lab);
  await mkdir(dir, { recursive: true });
  const kvm = await worksKvm(ctx);
  const boot = (disk: string, name: string, limit = limitMs) =>
    bootDisk(ctx, { disk, logFile: path.join(dir, `${name}.log`), memoryMiB, kvm, limitMs: limit });
  return { dir, boot, ctx };
}

/** Where something seems to be wrong it is tried once more: an emulated processor fails now and then by itself. */
async function bootCut({ boot }: Starter, { scenario, id, file, outcome, chosen }: CutDisk) {
  try {
    for (let tries = 1; ; tries += 1) {
      const booted = await boot(file, `${scenario}-${id}`);
      const fault = bootFault(booted, chosen);
      if (fault === null || tries === 2) return { scenario, id, outcome, ...booted, fault, tries };
    }
  } finally {
    await rm(file, { force: true });
  }
}

async function bootImage({ boot, ctx }: Starter, lab: Lab): Promise<BootedDisk> {
  ctx.progress.status('starting the image itself');
  const booted = await boot(lab.plan.image.file, 'image');
  if (booted.slot !== null) return booted;
  throw stageFailed({
    what: `The image itself does not come up within ${limitMs / 60_000} minutes, or does not say so.`,
    where: path.join(bootsDir(lab), 'image.log'),
    why: 'The lab reads the serial console ttyS0, where the device says that its slot is committed.',
    remedy: 'Look at the log. The console needs `console=ttyS0`, and no `quiet`, among the kernel arguments.',
  });
}

/** The control: nothing of either slot is left. */
async function bootWithoutRoot(starter: Starter, lab: Lab, image: BootedDisk): Promise<BootedDisk> {
  const { ctx, dir } = starter;
  ctx.progress.status('starting a disk without a root, which must not come up');
  const file = path.join(dir, 'without-root.raw');
  try {
    await copyImage(ctx, lab.plan.image.file, file);
    await eraseSlots(file);
    return await starter.boot(file, 'without-root', Math.max(60_000, image.seconds * 1000 * patience));
  } finally {
    await rm(file, { force: true });
  }
}

async function eraseSlots(file: string): Promise<void> {
  const { partitions } = layoutOf(file);
  const zeros = Buffer.alloc(1 << 20);
  const handle = await open(file, 'r+');
  try {
    for (const name of ['rootA', 'rootB'] as const) {
      const { first = 0, sectors = 0 } = partitions.get(name) ?? {};
      for (let at = 0; at < sectors * sectorBytes; at += zeros.length)
        await handle.write(zeros, 0, zeros.length, first * sectorBytes + at);
    }
  } finally {
    await handle.close();
  }
}
