import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Machine, startMachine } from '../../src/vm/machine.js';
import { clockArguments, engineWithQemuArguments } from '../helpers/qemu-arguments.js';
import type { Case, CaseMachine } from './case.js';
import type { InstalledDisk } from './installed-disk.js';

const models = {
  scsi: 'scsi-hd,bus=scsi.0',
  virtio: 'virtio-blk-pci',
  nvme: 'nvme,serial=matrix',
  ahci: 'ide-hd,bus=ide.0',
  usb: 'usb-storage,bus=usb.0',
} as const;

/** Files that the machine of a case is made of. */
export interface MachineFiles {
  disk: InstalledDisk;
  /** The installer's medium. */
  iso: string;
  /** Images of `others`, in their order. */
  others: readonly string[];
  varsFile: string;
  logFile: string;
}

/** Starts the machine of a case. Its restarts are real ones, and none ends it. */
export async function startCase(given: Case, files: MachineFiles): Promise<Machine> {
  const machine = given.machine ?? {};
  const { disk, iso, others, varsFile, logFile } = files;
  const errors = await writeErrors(given, disk);
  const own = diskArguments('own', disk.file, machine, errors);
  const second = others.flatMap((file, index) => drive(`other${index}`, file, 'scsi-hd,bus=scsi.0'));
  const stick =
    machine.medium === 'stick' ? drive('stick', iso, 'scsi-hd,bus=scsi.0,removable=on', 'snapshot=on') : [];
  const disks = machine.othersFirst === true ? [...second, ...own] : [...own, ...second];
  const controllers = machine.bus === 'usb' ? ['-device', 'qemu-xhci,id=usb'] : [];
  return await startMachine({
    engine: engineWithQemuArguments([
      ...controllers,
      ...inBootOrder([...stick, ...disks]),
      ...clockArguments(machine.clock),
    ]),
    kvm: false,
    cpus: 2,
    memoryMiB: machine.memoryMiB ?? 1536,
    disks: [],
    logFile,
    varsFile,
    ...(machine.medium === 'optical' ? { iso } : {}),
    ...(machine.network === true ? { network: 'user' as const } : {}),
  });
}

function diskArguments(id: string, file: string, machine: CaseMachine, errors: string | null): string[] {
  const throttle =
    machine.bytesPerSecond === undefined ? [] : [`throttling.bps-total=${machine.bytesPerSecond}`];
  const source = errors === null ? file : `blkdebug:${errors}:${file}`;
  return drive(id, source, models[machine.bus ?? 'scsi'], ...throttle);
}

function drive(id: string, file: string, model: string, ...more: string[]): string[] {
  return [
    ...['-drive', [`if=none,id=${id},format=raw,file=${file}`, ...more].join(',')],
    ...['-device', `${model},drive=${id}`],
  ];
}

/** The firmware tries the disks in the order in which they stand. */
function inBootOrder(args: readonly string[]): string[] {
  let index = 1;
  return args.map((word) => (word.includes(',drive=') ? `${word},bootindex=${index++}` : word));
}

/** Rules of QEMU's blkdebug for the sectors of a case that cannot be read or written; null without any. */
async function writeErrors(given: Case, disk: InstalledDisk): Promise<string | null> {
  const { errors = [], readOnlyDisk } = given.machine ?? {};
  const rules = errors.map(({ label, offset, when }) => rule(when, disk.partition(label).start + offset));
  if (given.errorIn !== undefined) {
    const { label, file } = given.errorIn;
    rules.push(rule('read', disk.partition(label).start + disk.middleOf(label, file)));
  }
  if (readOnlyDisk === true)
    rules.push('[inject-error]\nevent = "write_aio"\niotype = "write"\nerrno = "5"\n');
  if (rules.length === 0) return null;
  const conf = `${disk.file}.blkdebug`;
  await writeFile(conf, rules.join('\n'));
  return path.resolve(conf);
}

function rule(when: 'read' | 'write', byte: number): string {
  return `[inject-error]\nevent = "none"\niotype = "${when}"\nerrno = "5"\nsector = "${byte / 512}"\n`;
}
