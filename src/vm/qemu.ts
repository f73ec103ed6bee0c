import type { DiskFormat } from '../config/outputs.js';

/** A disk of a virtual machine. The first of a bus is `sda`, `vda` or `nvme0n1` in the guest. */
export interface VirtualDisk {
  file: string;
  format: DiskFormat['driver'];
  /** `scsi` (virtio-scsi, the default) gives /dev/sdX, `virtio` /dev/vdX, `nvme` /dev/nvmeXn1. */
  bus?: 'scsi' | 'virtio' | 'nvme';
  /** What the guest sees as the disk's serial number. */
  serial?: string;
  /** 512 if absent. */
  sectorSize?: 512 | 4096;
  /** What the guest writes is thrown away when the machine ends. */
  snapshot?: boolean;
  /** File that gets each write to a raw disk, in the format of dm-log-writes (QEMU: block/blklogwrites.c). */
  writeLog?: string;
}

/** UEFI firmware: the code, and a file of variables that belongs to this machine alone. */
export interface Firmware {
  code: string;
  vars: string;
}

export interface Hardware {
  memoryMiB: number;
  cpus: number;
  /** Accelerate by KVM; else the processor is emulated (TCG). */
  kvm: boolean;
  /** Null for the legacy BIOS that QEMU brings. */
  firmware: Firmware | null;
  disks: readonly VirtualDisk[];
  /** Image of an optical medium, tried before the disks. */
  iso?: string;
  /** A kernel that is started without firmware and boot loader. */
  direct?: { kernel: string; initrd?: string; append?: string };
  /** `user`: the guest reaches the network by this machine's address. Without it there is no network card. */
  network?: 'user' | 'none';
  /**
   * Address of a file that the network card boots from, tried before the disks; needs `network`. It is given by
   * QEMU's own DHCP, and loaded by iPXE, which QEMU puts on the card.
   */
  bootUrl?: string;
  /** A restart of the guest ends the machine. */
  noReboot?: boolean;
  /** A watchdog (i6300esb) that resets the guest. */
  watchdog?: boolean;
  /** Files that the guest reads in its firmware configuration (fw_cfg), by name; names begin with `opt/`. */
  firmwareFiles?: Readonly<Record<string, string>>;
  /** Unix socket for QEMU's control protocol. */
  qmpSocket: string;
}

/** Arguments of qemu-system-x86_64. The first serial port is its standard input and output. */
export function qemuArguments(hardware: Hardware): string[] {
  const { memoryMiB, cpus, kvm, firmware, disks, iso, direct, noReboot } = hardware;
  return [
    ...['-nodefaults', '-no-user-config', '-machine', 'q35'],
    // Without KVM, "rep stosb" goes byte by byte: a loaded host was seen to need 20 s to clear a page. A fifth level of
    // page tables makes each look into them longer.
    ...['-cpu', kvm ? 'max' : 'max,-erms,-fsrm,-la57'],
    ...['-accel', kvm ? 'kvm' : 'tcg,thread=multi', '-smp', String(cpus), '-m', String(memoryMiB)],
    ...['-display', 'none', '-vga', 'std', '-rtc', 'base=utc', '-device', 'virtio-rng-pci'],
    ...['-chardev', 'stdio,id=console,signal=off', '-serial', 'chardev:console', '-monitor', 'none'],
    ...['-qmp', `unix:${value(hardware.qmpSocket)},server=on,wait=off`],
    ...(noReboot === true ? ['-no-reboot'] : []),
    ...(firmware === null ? [] : firmwareArguments(firmware)),
    ...Object.entries(hardware.firmwareFiles ?? {}).flatMap(([name, file]) => [
      '-fw_cfg',
      `name=${name},file=${value(file)}`,
    ]),
    ...(hardware.watchdog === true ? ['-device', 'i6300esb', '-watchdog-action', 'reset'] : []),
    ...['-device', 'virtio-scsi-pci,id=scsi'],
    ...disks.flatMap(diskArguments),
    ...(iso === undefined ? [] : isoArguments(iso)),
    ...(direct === undefined ? [] : directArguments(direct)),
    ...(hardware.network === 'user' ? networkArguments(hardware.bootUrl) : []),
  ];
}

function firmwareArguments({ code, vars }: Firmware): string[] {
  return [
    ...['-drive', `if=pflash,format=raw,readonly=on,file=${value(code)}`],
    ...['-drive', `if=pflash,format=raw,file=${value(vars)}`],
  ];
}

const models = { scsi: 'scsi-hd,bus=scsi.0', virtio: 'virtio-blk-pci', nvme: 'nvme' } as const;

function diskArguments(disk: VirtualDisk, index: number): string[] {
  const { bus = 'scsi', sectorSize = 512, snapshot } = disk;
  // QEMU makes no NVMe disk without a serial number.
  const serial = disk.serial ?? (bus === 'nvme' ? `disk${index}` : undefined);
  const drive = [
    `if=none,id=disk${index},${sourceOf(disk)}`,
    'discard=unmap',
    ...(snapshot === true ? ['snapshot=on'] : []),
  ];
  const device = [
    `${models[bus]},drive=disk${index},bootindex=${index + 1}`,
    `logical_block_size=${sectorSize},physical_block_size=${sectorSize}`,
    ...(serial === undefined ? [] : [`serial=${value(serial)}`]),
  ];
  return ['-drive', drive.join(','), '-device', device.join(',')];
}

function sourceOf({ file, format, writeLog }: VirtualDisk): string {
  if (writeLog === undefined) return `format=${format},file=${value(file)}`;
  const disk = `driver=blklogwrites,file.driver=file,file.filename=${value(file)}`;
  const log = `log.driver=file,log.filename=${value(writeLog)}`;
  // By default the log says only now and then how much of it counts.
  return `${disk},${log},log-sector-size=512,log-super-update-interval=1`;
}

function isoArguments(iso: string): string[] {
  return [
    ...['-drive', `if=none,id=medium,media=cdrom,format=raw,readonly=on,file=${value(iso)}`],
    ...['-device', 'scsi-cd,bus=scsi.0,drive=medium,bootindex=0'],
  ];
}

function directArguments({ kernel, initrd, append }: NonNullable<Hardware['direct']>): string[] {
  return [
    ...['-kernel', kernel],
    ...(initrd === undefined ? [] : ['-initrd', initrd]),
    ...(append === undefined ? [] : ['-append', append]),
  ];
}

function networkArguments(bootUrl: string | undefined): string[] {
  const [bootfile, bootindex] =
    bootUrl === undefined ? ['', ''] : [`,bootfile=${value(bootUrl)}`, ',bootindex=0'];
  return ['-netdev', `user,id=net${bootfile}`, '-device', `virtio-net-pci,netdev=net${bootindex}`];
}

/** QEMU reads `,` as the end of a value unless it is doubled. */
function value(text: string): string {
  return text.replaceAll(',', ',,');
}
