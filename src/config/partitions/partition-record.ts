export type FileSystem = 'vfat' | 'ext4' | 'btrfs';

export interface PartitionKind {
  /** `esp` and `slot` are not mounted by the running system; `data` has a policy for the healer, and any disk. */
  role: 'esp' | 'slot' | 'persist' | 'data';
  /** PARTLABEL by which the device finds it. */
  label: string;
  /** Label of its file system. */
  fsLabel: string;
  typeGuid: string;
  /** First eight hex digits of its PARTUUID in every installation. */
  idHead: string;
  fileSystem: FileSystem;
  mountPoint: string;
  /** The size in the spec that holds for it, a field of `partitions.sizes`. */
  sizedBy: string;
  /** What is fixed of that size; null where another partition says it. */
  size: PartitionSizing | null;
  /** What the running system does with it; null for those that it does not mount. */
  use: PartitionUse | null;
  /** Its sign in the wizard's map, and which of the map's colours it has. */
  map: { letter: string; colour: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 };
  /** What only the manual says of it. */
  manual: { point: string; use: string };
}

/** The size of a partition: its field in the spec, and what it may be. */
export interface PartitionSizing {
  label: string;
  /** What the partition is for, in the wizard. */
  purpose: string;
  /** What the schema and the flag say of it. */
  description: string;
  flagHelp: string;
  /** Environment variable of the seed's interface. */
  variable?: string;
  /** MiB, by the bytes of a logical sector. */
  usual: Readonly<Record<512 | 4096, number>>;
  least: Readonly<Record<512 | 4096, number>>;
  /** 0 leaves the partition out. */
  mayBeZero: boolean;
}

/** How the running system uses a partition, and what the initramfs does when it cannot. */
export interface PartitionUse {
  /** mount(8) options. */
  options: string;
  /** Whether the healer may format what it cannot repair. */
  mayFormat: boolean;
  /** Whether files that can still be read are brought over when it is formatted; not of what can be made again. */
  salvage: boolean;
  /** Whether the healer removes the oldest files of one that is full. */
  makesRoom: boolean;
  /** Whether packages do without the files that they have there, which the mount hides. */
  packagesDoWithout: boolean;
  /** MiB of the file system in memory that stands in for it in a boot in which it cannot be used. */
  standInMiB: number;
}
