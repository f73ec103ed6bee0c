/** Version of the form of {@link ImageSpec}; raised when an older program could misread a newer file. */
export const specVersion = 1;

export type Arch = 'x86_64';

/** One partition of the fixed table (the seed's and a second ESP), in its order on the disk. */
export const partitionNames = [
  'esp',
  'rootA',
  'rootB',
  'persist',
  'log',
  'opt',
  'cache',
  'docker',
  'esp2',
] as const;
export type PartitionName = (typeof partitionNames)[number];

/** Partitions whose size a person sets. Both root slots have one size. */
export type SizedPartition = 'esp' | 'root' | 'persist' | 'log' | 'opt' | 'cache' | 'docker';

/** Partitions that may live on another disk than the main one, or be left out with size 0 (but for `log`). */
export type DataPartition = 'log' | 'opt' | 'cache' | 'docker';

/**
 * What the device may do, at a start, with a data partition that cannot be mounted: repair it, and format it where that
 * fails; repair it and no more; nothing. Where it stays broken, memory stands in for it.
 */
export const healPolicies = ['format', 'repair', 'never'] as const;
export type HealPolicy = (typeof healPolicies)[number];

/** MiB, or all that the others leave of the disk. */
export type PartitionSize = number | 'rest';

/**
 * A repository of packages. What it does not say is taken from what is known of its id (`fedora`, `updates`,
 * `updates-testing`, `docker-ce`): one with no URL at all is where that is known to be, and one with URLs but
 * without keys, a mirror of it, has its key.
 */
export interface RepositorySpec {
  id: string;
  /** Base URLs in order of preference: http, https or file. */
  baseurl: string[];
  /** URL of a plain list of base URLs, or null. */
  mirrorlist: string | null;
  /** A metalink that names mirrors and the digests of repomd.xml, or null. */
  metalink: string | null;
  /** Public keys that packages must be signed with: paths relative to the project's folder, or armoured text. */
  keys: string[];
  /** 1 to 99 as dnf has it: packages of the smaller number are taken, even when others have newer ones. */
  priority: number;
  /** Names, globs or NEVRAs of its packages that are not there for us. */
  excludes: string[];
  /** Base URLs where locked packages are looked for when they have left it. */
  archives: string[];
  /** Base URL of the packages of a Koji build system, where they are looked for last, or null. */
  koji: string | null;
}

export interface UserSpec {
  name: string;
  groups: string[];
  /** A crypt(5) hash, or null for an account without a password. */
  passwordHash: string | null;
  sshKeys: string[];
}

/** The device's wired network. */
export interface NetworkSpec {
  /** Interface name, or null: any wired one. */
  device: string | null;
  /** Static addresses with their prefix length (`192.168.1.10/24`, `fd00::10/64`); none is automatic (DHCP, router advertisements). */
  addresses: string[];
  /** IP address of the default gateway, or null: none besides what is found automatically. */
  gateway: string | null;
  /** IP addresses of name servers, asked before those that are found automatically. */
  dns: string[];
}

export const installMethods = ['image', 'anaconda'] as const;
export type InstallMethod = (typeof installMethods)[number];

export const anacondaPayloads = ['packages', 'liveimg'] as const;
export type AnacondaPayload = (typeof anacondaPayloads)[number];

export const outputKinds = ['iso', 'raw', 'qcow2', 'pxe'] as const;
export type OutputKind = (typeof outputKinds)[number];

/** What runs the programs that build: `auto` is the first that works of the others, in their order. */
export const engineChoices = ['auto', 'podman', 'docker', 'native'] as const;
export type EngineChoice = (typeof engineChoices)[number];

/**
 * The only description of what to build. Wizard, flags, environment, presets and project file
 * all make one of these; everything after reads nothing else but the project's folder.
 */
export interface ImageSpec {
  version: typeof specVersion;
  /** Names the output files and the system: letters, digits, `.`, `_`, `-`. */
  name: string;
  /** Fedora release, for example 44. */
  release: number;
  arch: Arch;
  /** Replaces the release's own repositories; null takes those of the release. */
  repositories: RepositorySpec[] | null;
  /** Lines as in packages.list; null reads packages.list of the project's folder. */
  packages: string[] | null;
  disks: {
    /**
     * Disks that belong to the system, each a kernel name (`sda`, `nvme0n1`), a path under /dev/disk/by-id or by-path,
     * or `serial:TEXT` (`diskPattern`). All of them are wiped by the installer; a disk that is not named is never touched.
     */
    devices: string[];
    /** The one of `devices` that gets ESP, roots and /persist. */
    main: string;
    /** Size of the main disk in MiB, or null: the smallest that fits (disk images), the real one (installer). */
    sizeMiB: number | null;
    sectorSize: 512 | 4096;
  };
  partitions: {
    sizes: Record<SizedPartition, PartitionSize>;
    /** Which of `disks.devices` a data partition lives on, where it is not the main one. */
    disks: Partial<Record<DataPartition, string>>;
    heal: Record<DataPartition, HealPolicy>;
  };
  system: {
    hostname: string;
    timezone: string;
    /** First one is the default; their translations are kept in the root tree. */
    languages: string[];
    keymap: string;
    /** A crypt(5) hash, or null: the root account has no password and cannot log in with one. */
    rootPasswordHash: string | null;
    rootSshKeys: string[];
    users: UserSpec[];
    network: NetworkSpec;
    selinux: 'disabled' | 'permissive' | 'enforcing';
    services: {
      enabled: string[];
      disabled: string[];
      /** Enabled too; a boot is good only when all of them run (boot-complete.target). */
      required: string[];
    };
    /** Added to the kernel's command line. */
    kernelArguments: string[];
    /** Consoles for the kernel, last one gets /dev/console. */
    consoles: string[];
  };
  device: {
    /** Memory of the smallest device in MiB; the root in tmpfs must fit. */
    memoryMiB: number;
    /** What is left free in the tmpfs root above the image's content, MiB. */
    headroomMiB: number;
    /** Size of a swap in compressed memory (zram), MiB; 0 is none. */
    zramMiB: number;
    /** How the copy in memory is checked before it becomes the root: digest of each file, or counts and sizes. */
    verify: 'digest' | 'size';
    /** What restarts a device that hangs: its hardware's watchdog, a software one where it has none, or nothing. */
    watchdog: 'hardware' | 'software' | 'off';
    /** When a start is good, in seconds of the device's monotonic clock. */
    commit: {
      /** For how long the required services must have run without a restart. */
      steadySeconds: number;
      /** The time that they have for that; a start that needs more has failed. */
      limitSeconds: number;
    };
  };
  /**
   * Absolute paths of files and folders that the device keeps in /persist, besides its identity: as they are at the first
   * start, and later when somebody there says so (`tmpfsroot-persist save`).
   */
  persist: string[];
  install: {
    /** The installer starts by itself, without a person at its menu. */
    unattended: boolean;
    /** What the installer does when it is done. */
    then: 'reboot' | 'poweroff';
    /** `image`: our installer writes slot images. `anaconda`: Fedora's own, by a kickstart file. */
    method: InstallMethod;
    /** What Anaconda installs: the locked packages one by one, or the root tree that was built of them. */
    payload: AnacondaPayload;
    /** Fedora's netinst image, which the Anaconda way begins with; null is what Fedora offers. */
    netinst: {
      /** URL, or path relative to the project's folder, of the ISO. */
      image: string | null;
      /** URL or path of the signed CHECKSUM file that names it; null looks beside the image. */
      checksum: string | null;
      /** Public key that signed CHECKSUM: a path or armoured text; null is the key of the release. */
      key: string | null;
    };
  };
  outputs: OutputKind[];
  /** What runs the programs that build; makes no difference to the image. */
  engine: {
    use: EngineChoice;
    /** Container image with the programs, or null: one of ours, made of Fedora's. */
    image: string | null;
  };
  /** Folder for packages and stages, null for `$XDG_CACHE_HOME/tmpfsroot-wizard`. */
  cacheDir: string | null;
}
