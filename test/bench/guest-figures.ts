import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SlotFormat } from '../../src/image/slot/slot-format.js';
import { bootLimit, startDevice } from '../e2e/device.js';
import { packages, want, writeImageProject } from '../e2e/image-project.js';
import { mustRun } from '../helpers/run-program.js';
import type { Testbed } from '../testbed/index.js';
import type { Bench } from './bench.js';
import { benchFolder, ours, removeFolder } from './program.js';
import { comparedSeconds, type Figure, seconds } from './table.js';
import { timed } from './timing.js';

const limit = 0.8;
const formats: readonly SlotFormat[] = ['files', 'squashfs'];

/** Said on the console. */
const servicesRun = 'TFR-BENCH services run';

const unit = `[Unit]
After=multi-user.target

[Service]
ExecStart=/bin/sh -c 'echo "<4>${servicesRun}" >/dev/kmsg'
`;

/**
 * A virtual machine, whose processors are emulated, starts from the disk image of each format in turn: from power-on
 * until the services run. Both images have the same packages, and each disk was started before.
 */
export async function guestFigures({ testbed, log, isSmoke }: Bench): Promise<Figure[]> {
  const rounds = isSmoke ? 1 : 3;
  const dir = path.join(benchFolder, 'guest');
  await removeFolder(dir);
  log('  building the disk images of a device');
  const disks: Partial<Record<SlotFormat, string>> = {};
  for (const format of formats) {
    disks[format] = await diskImage(testbed, format, dir);
    // The first start formats partitions and makes the device's keys.
    if (!isSmoke) await start(disks[format], dir, `first-${format}`, 'tfr: slot a is committed');
  }
  const taken: Record<SlotFormat, number[]> = { files: [], squashfs: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const format of formats)
      taken[format].push(await start(copyOf(disks[format] as string), dir, format, servicesRun));
    log(
      `  services after ${formats.map((format) => `${seconds(taken[format].at(-1) as number)} (${format})`).join(', ')}`,
    );
  }
  await removeFolder(dir);
  const name = `power-on to services in a virtual machine (${rounds} rounds): compressed / files`;
  return [comparedSeconds(name, taken.squashfs, taken.files, limit)];
}

async function diskImage(testbed: Testbed, format: SlotFormat, dir: string): Promise<string> {
  const options = { project: path.join(dir, format), cache: path.join(dir, 'cache') };
  await writeImageProject(options.project, testbed, {
    ...{ name: 'guest', outputs: ['raw'], report: null, list: [...packages, 'squashfs-tools'] },
    device: { slotFormat: format, commit: { steadySeconds: 10, limitSeconds: 900 } },
  });
  const override = path.join(options.project, 'root.override');
  await want(override, 'multi-user.target', 'bench.service');
  await writeFile(path.join(override, 'etc/systemd/system/bench.service'), unit);
  for (const command of ['lock', 'build']) await timed(ours([command], options));
  return path.join(options.project, 'output/guest.raw');
}

/** Seconds that a copy of a disk takes from power-on until a machine that it starts says something. */
async function start(disk: string, dir: string, name: string, said: string): Promise<number> {
  const begun = performance.now();
  const machine = await startDevice({ disk, dir: path.join(dir, 'logs'), name });
  try {
    await machine.waitFor(said, { timeoutMs: bootLimit });
    return (performance.now() - begun) / 1000;
  } finally {
    await machine.powerCut();
  }
}

function copyOf(disk: string): string {
  const copy = `${disk}.copy`;
  mustRun('cp', ['--sparse=always', disk, copy]);
  return copy;
}
