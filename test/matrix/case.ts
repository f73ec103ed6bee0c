import type { InstalledDisk } from './installed-disk.js';

/** How the machine of a case differs from one with a single disk, 1,536 MiB and the medium gone. */
export interface CaseMachine {
  memoryMiB?: number;
  bus?: 'scsi' | 'virtio' | 'nvme' | 'ahci' | 'usb';
  /** The firmware has forgotten its boot entries. */
  freshFirmware?: boolean;
  /** What else is attached, in the order in which the guest finds it. */
  others?: readonly ('empty' | 'clone')[];
  /** The other disks come before the installed one. */
  othersFirst?: boolean;
  /** The installer's medium was left in. */
  medium?: 'optical' | 'stick';
  /** Time of the guest's clock, as QEMU's -rtc takes it. */
  clock?: string;
  network?: boolean;
  /** Reads and writes that fail: by label of the partition, byte offset in it. */
  errors?: readonly { label: string; offset: number; when: 'read' | 'write' }[];
  /** Every write to the disk fails. */
  readOnlyDisk?: boolean;
  /** Bytes a second that the disk gives. */
  bytesPerSecond?: number;
}

/** What is seen when the case is right. */
export interface Expectation {
  /** Slot that the device ends in; null: it does not matter which. */
  slot: 'a' | 'b' | null;
  /** Lines of the report that must match; `boot-complete` must be active besides. */
  report?: Readonly<Record<string, RegExp>>;
  /** How often it restarts by itself before, at most. */
  restarts?: number;
  /** Labels of partitions whose bytes must not change. */
  untouched?: readonly string[];
  /** The slot that is rewritten from the other one after the commit: both then hold the same bytes. */
  healed?: 'a' | 'b';
  /** Both ESPs become whole while the device runs. */
  wholeEsps?: true;
  /** No slot is whole: it restarts, at least twice, says nothing else, and comes up once `repair` was done. */
  repair?: (disk: InstalledDisk) => Promise<void>;
}

/** One kind of damage, on one boot (and the restarts that follow from it). */
export interface Case {
  /** Words of the command choose by it. */
  name: string;
  /** In a few words, for the table. */
  should: string;
  damage?: (disk: InstalledDisk) => Promise<void>;
  machine?: CaseMachine;
  /** The middle block of a file cannot be read. */
  errorIn?: { label: string; file: string };
  expect: Expectation;
  /** Power cuts before the boot that counts, each when the console shows this. */
  cutsAt?: readonly string[];
  /** Damage to what these boots wrote. */
  damageAfterCuts?: (disk: InstalledDisk) => Promise<void>;
}
