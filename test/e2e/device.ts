import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { type Machine, type MachineOptions, startMachine } from '../../src/vm/machine.js';
import { clockArguments, engineWithQemuArguments } from '../helpers/qemu-arguments.js';
import { mustRun } from '../helpers/run-program.js';
import { ReportReader } from './report-service.js';

// A test run that is ended must take its machines with it: they are in sessions of their own, and ended at our exit.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

/** Against hanging only: an emulated boot took 60 to 150 s here. */
export const bootLimit = 15 * 60_000;

export interface DeviceOptions {
  /** Raw disk image; it is written to. */
  disk: string;
  /** Folder for logs and firmware variables. */
  dir: string;
  name: string;
  /** Medium in an optical drive. */
  iso?: string;
  /** Medium on a stick, which the machine finds before its own disk. */
  stick?: string;
  /** More disks behind the first. */
  others?: readonly string[];
  /** Starts this kernel without firmware and boot loader: half a minute sooner. */
  direct?: { kernel: string; initrd: string; append: string };
  memoryMiB?: number;
  /** Has a network card that reaches this machine as 10.0.2.2. */
  network?: boolean;
  /** What that network card boots from, before the disk. */
  bootUrl?: string;
  /** A restart of the guest ends the machine; true if absent. */
  noReboot?: boolean;
  /** Has a watchdog that resets the machine. */
  watchdog?: boolean;
  /** What its clock begins with, as `1970-01-02T00:00:00`; the host's time if absent. */
  clock?: string;
}

/** Starts a virtual device on a raw disk image. */
export async function startDevice(options: DeviceOptions): Promise<Machine> {
  const {
    disk,
    dir,
    name,
    iso,
    stick,
    others = [],
    direct,
    bootUrl,
    network = bootUrl !== undefined,
    memoryMiB = 1536,
    noReboot = true,
    watchdog = false,
    clock,
  } = options;
  const files = [...(stick === undefined ? [] : [stick]), disk, ...others];
  await mkdir(dir, { recursive: true });
  const machine: MachineOptions = {
    engine: engineWithQemuArguments(clockArguments(clock)),
    kvm: false,
    cpus: 2,
    memoryMiB,
    disks: files.map((file) => ({ file, format: 'raw' as const, snapshot: file === stick })),
    logFile: path.join(dir, `${name}.log`),
    noReboot,
    watchdog,
    ...(iso === undefined ? {} : { iso }),
    ...(network ? { network: 'user' as const } : {}),
    ...(bootUrl === undefined ? {} : { bootUrl }),
    ...(direct === undefined ? { varsFile: `${disk}.vars` } : { direct, firmware: 'bios' }),
  };
  return await startMachine(machine);
}

/** Installs from a medium onto a disk: chooses the installation at the medium's menu, waits for its end. */
export async function install(options: DeviceOptions): Promise<void> {
  const machine = await startInstaller(options);
  await machine.waitFor('tfr-install: done', { timeoutMs: bootLimit });
  await machine.exited;
}

/** Starts a medium, chooses the installation at its menu, and comes back once it has begun. */
export async function startInstaller(options: DeviceOptions): Promise<Machine> {
  const machine = await startDevice(options);
  await machine.waitFor('tmpfsroot installer', { timeoutMs: bootLimit });
  machine.write('i');
  await machine.waitFor(/tfr-install: .*installing/, { timeoutMs: bootLimit });
  return machine;
}

/** Boots a device until its report is out, pulls the plug, and answers the report. */
export async function bootAndReport(
  options: DeviceOptions,
): Promise<{ report: Map<string, string>; log: string[] }> {
  return await readReport(await startDevice(options));
}

/** The same for a machine that runs already. */
export async function readReport(machine: Machine): Promise<{ report: Map<string, string>; log: string[] }> {
  const lines: string[] = [];
  const report = new ReportReader();
  const reading = (async () => {
    for await (const line of machine.console) {
      lines.push(line);
      report.take(line);
    }
  })();
  try {
    while (!report.isWhole) await machine.waitFor('TFR-REPORT end of round', { timeoutMs: bootLimit });
  } finally {
    await machine.powerCut();
    await reading;
  }
  return { report: report.values, log: lines };
}

export interface DiskPartition {
  name: string;
  uuid: string;
  /** Bytes. */
  start: number;
  size: number;
}

/** Partitions of a disk image by their PARTLABEL. */
export function partitionsOf(disk: string): Map<string, DiskPartition> {
  const { partitiontable } = JSON.parse(mustRun('sfdisk', ['--json', disk])) as {
    partitiontable: { partitions: { name: string; uuid: string; start: number; size: number }[] };
  };
  return new Map(
    partitiontable.partitions.map(({ name, uuid, start, size }) => [
      name,
      { name, uuid: uuid.toLowerCase(), start: start * 512, size: size * 512 },
    ]),
  );
}

/** The partition of that label. */
export function partitionOf(disk: string, label: string): DiskPartition {
  const partition = partitionsOf(disk).get(label);
  if (partition === undefined) throw new Error(`${disk} has no partition ${label}`);
  return partition;
}

/** Tail of the PARTUUIDs on a disk. */
export function installationId(disk: string): string {
  return partitionOf(disk, 'tfr-root-a').uuid.slice(9);
}

/** Writes bytes into a partition of a disk image. */
export async function damage(disk: string, label: string, offset: number, bytes: Uint8Array): Promise<void> {
  const { start } = partitionOf(disk, label);
  const handle = await open(disk, 'r+');
  try {
    await handle.write(bytes, 0, bytes.length, start + offset);
  } finally {
    await handle.close();
  }
}

/** Overwrites bytes of a slot's image, where no metadata is: only a look at the content can find it. */
export async function damageContent(copy: string, label: string): Promise<void> {
  const { start } = partitionOf(copy, label);
  const image = `${copy}?offset=${start}`;
  const blocks = mustRun('debugfs', ['-R', 'blocks /root.squashfs', image]).trim().split(/\s+/);
  const middle = Number(blocks[Math.floor(blocks.length / 2)]);
  await damage(copy, label, middle * 4096, randomBytes(4096));
}

/** SHA-256 of a partition's bytes. */
export function digestOf(disk: string, label: string): string {
  const { start, size } = partitionOf(disk, label);
  return mustRun('sh', [
    '-c',
    'tail -c "+$1" "$3" | head -c "$2" | sha256sum',
    'sh',
    String(start + 1),
    String(size),
    disk,
  ]);
}

/** Copies a disk image sparsely, with the firmware's variables that belong to it. */
export async function copyDisk(from: string, to: string): Promise<void> {
  mustRun('cp', ['--sparse=always', from, to]);
  await copyFile(`${from}.vars`, `${to}.vars`);
}
