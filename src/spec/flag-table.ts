/** A flag that sets one field of the spec. */
export interface FlagField {
  /** `--disk-size`. */
  flag: string;
  /** What stands behind it in the help: `SIZE`; absent for a switch, which also has its `--no-` form. */
  value?: string;
  /** Field of the spec, as a path. */
  path: string;
  /**
   * How the words become a value: `text` as it is (empty means null where the field can be null), `number`,
   * `list` repeatable and split at commas, `items` repeatable and never split, `switch`.
   */
  kind: 'text' | 'number' | 'list' | 'items' | 'switch';
  help: string;
}

/** The one list of flags that set a field: commands parse them, help shows them, the wizard prints them. */
export const flagTable: readonly FlagField[] = [
  text('--name', 'NAME', 'name', 'name of output files and system'),
  { flag: '--release', value: 'N', path: 'release', kind: 'number', help: 'Fedora release' },
  text('--arch', 'ARCH', 'arch', 'architecture of the device'),
  items('--package', 'NAME', 'packages', 'package, instead of packages.list (repeatable)'),
  list('--disk', 'DISK', 'disks.devices', 'disk of the system, will be wiped (repeatable, or with commas)'),
  text('--main-disk', 'DISK', 'disks.main', 'disk for ESP, roots and /persist'),
  text('--disk-size', 'SIZE', 'disks.sizeMiB', 'size of the main disk'),
  {
    flag: '--sector-size',
    value: 'BYTES',
    path: 'disks.sectorSize',
    kind: 'number',
    help: 'bytes in a logical sector: 512 or 4096',
  },
  text('--esp-size', 'SIZE', 'partitions.sizes.esp', 'EFI system partition'),
  text('--root-size', 'SIZE', 'partitions.sizes.root', 'each of the two root slots'),
  text('--persist-size', 'SIZE', 'partitions.sizes.persist', '/persist'),
  text('--log-size', 'SIZE', 'partitions.sizes.log', '/var/log'),
  text('--opt-size', 'SIZE', 'partitions.sizes.opt', '/opt; 0 leaves it out'),
  text('--cache-size', 'SIZE', 'partitions.sizes.cache', '/var/cache; 0 leaves it out'),
  text('--docker-size', 'SIZE', 'partitions.sizes.docker', '/var/lib/docker; 0 leaves it out'),
  text('--log-disk', 'DISK', 'partitions.disks.log', 'disk of /var/log'),
  text('--opt-disk', 'DISK', 'partitions.disks.opt', 'disk of /opt'),
  text('--cache-disk', 'DISK', 'partitions.disks.cache', 'disk of /var/cache'),
  text('--docker-disk', 'DISK', 'partitions.disks.docker', 'disk of /var/lib/docker'),
  text('--log-heal', 'HOW', 'partitions.heal.log', 'when /var/log is broken: format, repair or never'),
  text('--opt-heal', 'HOW', 'partitions.heal.opt', 'when /opt is broken: format, repair or never'),
  text('--cache-heal', 'HOW', 'partitions.heal.cache', 'when /var/cache is broken: format, repair or never'),
  text(
    '--docker-heal',
    'HOW',
    'partitions.heal.docker',
    'when /var/lib/docker is broken: format, repair or never',
  ),
  text('--hostname', 'NAME', 'system.hostname', 'host name'),
  text('--timezone', 'ZONE', 'system.timezone', 'time zone'),
  list('--language', 'LOCALE', 'system.languages', 'language to keep, the first is the default (repeatable)'),
  text('--keymap', 'KEYMAP', 'system.keymap', 'keyboard layout of the console'),
  text('--root-password-hash', 'HASH', 'system.rootPasswordHash', 'crypt(5) hash of the root password'),
  items('--ssh-key', 'KEY', 'system.rootSshKeys', 'public key that may log in as root (repeatable)'),
  text('--network-device', 'NAME', 'system.network.device', 'network interface, else any wired one'),
  list('--address', 'CIDR', 'system.network.addresses', 'static address: 192.168.1.10/24 (repeatable)'),
  text('--gateway', 'IP', 'system.network.gateway', 'default gateway of the static addresses'),
  list('--dns', 'IP', 'system.network.dns', 'name server (repeatable)'),
  text('--selinux', 'MODE', 'system.selinux', 'disabled, permissive or enforcing'),
  list('--enable-service', 'UNIT', 'system.services.enabled', 'unit to enable (repeatable)'),
  list('--disable-service', 'UNIT', 'system.services.disabled', 'unit to disable (repeatable)'),
  list(
    '--require-service',
    'UNIT',
    'system.services.required',
    'unit to enable that must run for a boot to count as good (repeatable)',
  ),
  items('--kernel-arg', 'ARG', 'system.kernelArguments', 'kernel argument (repeatable)'),
  items(
    '--console',
    'CONSOLE',
    'system.consoles',
    'console of the kernel, last is /dev/console (repeatable)',
  ),
  text('--memory', 'SIZE', 'device.memoryMiB', 'memory of the smallest device'),
  text('--headroom', 'SIZE', 'device.headroomMiB', 'free space in the root above its content'),
  text('--zram', 'SIZE', 'device.zramMiB', 'swap in compressed memory, else none'),
  text('--verify', 'HOW', 'device.verify', 'check of the copy in memory: digest or size'),
  text('--watchdog', 'KIND', 'device.watchdog', 'restarts a device that hangs: hardware, software or off'),
  {
    flag: '--commit-steady',
    value: 'SECONDS',
    path: 'device.commit.steadySeconds',
    kind: 'number',
    help: 'required services must have run so long for a start to be good',
  },
  {
    flag: '--commit-limit',
    value: 'SECONDS',
    path: 'device.commit.limitSeconds',
    kind: 'number',
    help: 'time that they have for that; then the other slot is started',
  },
  list('--persist', 'PATH', 'persist', 'file or folder that the device keeps in /persist (repeatable)'),
  { flag: '--unattended', path: 'install.unattended', kind: 'switch', help: 'installer starts by itself' },
  text('--then', 'WHAT', 'install.then', 'after the installation: reboot or poweroff'),
  text('--install-method', 'HOW', 'install.method', 'image, or anaconda: the installer of Fedora'),
  text('--install-payload', 'WHAT', 'install.payload', 'what Anaconda installs: packages or liveimg'),
  text('--netinst', 'URL', 'install.netinst.image', 'netinst ISO for Anaconda, else that of the release'),
  text('--netinst-checksum', 'URL', 'install.netinst.checksum', 'its signed CHECKSUM, else found beside it'),
  text('--netinst-key', 'FILE', 'install.netinst.key', 'public key of that CHECKSUM, else of the release'),
  list('--output', 'KIND', 'outputs', 'iso, raw, qcow2 or pxe (repeatable, or with commas)'),
  text('--engine', 'NAME', 'engine.use', 'what runs the programs: auto, podman, docker or native'),
  text('--engine-image', 'IMAGE', 'engine.image', 'container image with the programs, else one of ours'),
  text('--cache-dir', 'DIR', 'cacheDir', 'folder for packages and stages'),
];

/** The flags of `repositories`, which set several fields of it together. */
export const repositoryFlags = {
  repo: {
    flag: '--repo',
    value: 'ID=URL',
    help: 'repository, replaces those of the release; docker-ce and updates-testing, without a URL, add to them (repeatable)',
  },
  key: { flag: '--key', value: 'FILE', help: 'public key of all --repo that have a URL (repeatable)' },
} as const;

/** The flag of every field, those without one of their own too; what it says comes on top of the others. */
export const setFlag = {
  flag: '--set',
  value: 'PATH=JSON',
  help: 'any field, as in tmpfsroot.json: system.users=[{"name":"op"}] (repeatable)',
} as const;

function text(flag: string, value: string, path: string, help: string): FlagField {
  return { flag, value, path, kind: 'text', help };
}

function list(flag: string, value: string, path: string, help: string): FlagField {
  return { flag, value, path, kind: 'list', help };
}

function items(flag: string, value: string, path: string, help: string): FlagField {
  return { flag, value, path, kind: 'items', help };
}
