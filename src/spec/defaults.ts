import { type ImageSpec, specVersion } from './image-spec.js';

/** What defaults depend on. */
export interface DefaultBase {
  /** Name of the image; see {@link nameFromFolder}. */
  name?: string;
  sectorSize?: 512 | 4096;
  devices?: readonly string[];
}

/** The spec of somebody who has set nothing. Sizes are those of the seed's example. */
export function defaultSpec(base: DefaultBase = {}): ImageSpec {
  const name = base.name ?? 'tmpfsroot';
  const sectorSize = base.sectorSize ?? 512;
  const devices = [...(base.devices ?? ['sda'])];
  return {
    version: specVersion,
    name,
    release: 44,
    arch: 'x86_64',
    repositories: null,
    packages: null,
    disks: { devices, main: devices[0] ?? 'sda', sizeMiB: null, sectorSize },
    partitions: {
      sizes: {
        esp: defaultEspMiB(sectorSize),
        root: 2048,
        persist: 200,
        log: 2048,
        opt: 2048,
        cache: 4096,
        docker: 8192,
      },
      disks: {},
      heal: { log: 'format', opt: 'format', cache: 'format', docker: 'format' },
    },
    system: {
      hostname: hostnameFrom(name),
      timezone: 'UTC',
      languages: ['en_US.UTF-8'],
      keymap: 'us',
      rootPasswordHash: null,
      rootSshKeys: [],
      users: [],
      network: { device: null, addresses: [], gateway: null, dns: [] },
      selinux: 'disabled',
      services: { enabled: [], disabled: [], required: [] },
      kernelArguments: [],
      consoles: ['tty0', 'ttyS0,115200'],
    },
    device: {
      memoryMiB: 4096,
      headroomMiB: 512,
      zramMiB: 0,
      verify: 'digest',
      watchdog: 'hardware',
      commit: { steadySeconds: 30, limitSeconds: 300 },
    },
    persist: [],
    install: {
      unattended: false,
      then: 'reboot',
      method: 'image',
      payload: 'packages',
      netinst: { image: null, checksum: null, key: null },
    },
    outputs: ['iso', 'qcow2'],
    engine: { use: 'auto', image: null },
    cacheDir: null,
  };
}

/** An image's name out of a folder's: characters that names may not have become `-`. */
export function nameFromFolder(folderName: string): string {
  const cleaned = folderName
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .replace(/-+$/, '')
    .slice(0, 64);
  return cleaned === '' ? 'tmpfsroot' : cleaned;
}

/** FAT32 needs 65525 clusters of at least one sector: the seed's 200 MiB are too few of 4096 bytes. */
function defaultEspMiB(sectorSize: 512 | 4096): number {
  return sectorSize === 4096 ? 260 : 200;
}

function hostnameFrom(name: string): string {
  const cleaned = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return cleaned === '' ? 'tmpfsroot' : cleaned;
}
