import { defaultSpec } from '../../src/spec/defaults.js';
import {
  anacondaPayloads,
  type DataPartition,
  healPolicies,
  type ImageSpec,
  installMethods,
  type NetworkSpec,
  type PartitionSize,
} from '../../src/spec/image-spec.js';
import { repositorySpec } from '../../src/spec/repository-spec.js';
import { caseCount } from '../helpers/case-count.js';
import { randomOf } from '../helpers/random.js';

const known = (...ids: string[]) => ids.map((id) => repositorySpec({ id }));

export const sshKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9a1VqvXDuLH1VpLxgAyCU3pCmBqHqbV1kh3kqjYqWJ operator, at the desk';
export const passwordHash =
  '$6$abcdefgh$/4Kujm.4Ot6Fwaack34ZJIv.wkNgaMuduTZk6/N7L5jHg5rtjF.pFRBEOOn8Qe0fQQ9Dau0EPHwqzX5tyqgjS0';

/** Valid specs of all kinds, the same ones for the same seed; at most so many. */
export function generatedSpecs(count: number, seed = 1): ImageSpec[] {
  const random = randomOf(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const some = <T>(values: readonly T[]): T[] => values.filter(() => random() < 0.5);
  const size = (least: number): number => least + Math.floor(random() * 9000);
  return Array.from({ length: caseCount(count) }, () => {
    const devices = pick([
      ['sda'],
      ['nvme0n1'],
      ['sdb', 'sda'],
      ['/dev/disk/by-id/ata-X_1', 'serial:S4-9', 'mmcblk0'],
    ]);
    const sectorSize = pick([512, 4096] as const);
    const name = pick(['robot-1', 'A.b_c', 'x']);
    const base = defaultSpec({ name, sectorSize, devices });
    const sizes: Record<string, PartitionSize> = {
      esp: size(260),
      root: size(300),
      persist: size(16),
      log: size(32),
      opt: pick([0, size(128)]),
      cache: pick([0, 2048, size(128)]),
      docker: pick<PartitionSize>([0, 'rest', 8192, size(128)]),
    };
    const data: DataPartition[] = ['log', 'opt', 'cache', 'docker'];
    const spec: ImageSpec = {
      ...base,
      release: pick([38, 44, 45]),
      packages: pick([null, ['bash', '-nano', 'kernel*']]),
      repositories: pick([
        null,
        [repositorySpec({ id: 'test', baseurl: ['file:///srv/r/', 'https://h/r/'], keys: ['keys/a.asc'] })],
        [
          repositorySpec({ id: 'a', baseurl: ['https://h/a/'], keys: ['k', 'l'] }),
          repositorySpec({ id: 'b', baseurl: ['https://h/b/?x=1,2'], keys: ['k', 'l'] }),
        ],
        [
          repositorySpec({ id: 'a', metalink: 'https://h/metalink?repo=a&arch=b', keys: ['k'] }),
          repositorySpec({
            id: 'b',
            baseurl: ['https://h/b/'],
            keys: ['-----BEGIN PGP PUBLIC KEY BLOCK-----\nx\n'],
          }),
        ],
        known('docker-ce'),
        known('fedora', 'updates'),
        known('fedora', 'updates', 'docker-ce', 'updates-testing'),
        known('updates', 'fedora', 'docker-ce'),
        [
          repositorySpec({ id: 'fedora', baseurl: ['https://mirror/44/'] }),
          repositorySpec({ id: 'updates', excludes: ['kernel*', 'bash'], priority: 50 }),
        ],
        [...known('docker-ce'), repositorySpec({ id: 'a', baseurl: ['https://h/a/'], keys: ['k'] })],
        [
          repositorySpec({
            id: 'ours',
            mirrorlist: 'https://h/mirrors',
            keys: ['k'],
            archives: ['file:///srv/old/'],
            koji: 'https://koji/packages',
          }),
        ],
      ]),
      disks: { devices, main: pick(devices), sizeMiB: pick([null, 200_000]), sectorSize },
      partitions: {
        sizes: sizes as ImageSpec['partitions']['sizes'],
        disks: Object.fromEntries(some(data).map((partition) => [partition, pick(devices)])),
        heal: {
          log: pick(healPolicies),
          opt: pick(healPolicies),
          cache: pick(healPolicies),
          docker: pick(healPolicies),
        },
      },
      system: {
        hostname: pick(['robot-1', 'a.example.org']),
        timezone: pick(['UTC', 'Asia/Tokyo']),
        languages: pick([['en_US.UTF-8'], ['ja_JP.UTF-8', 'C.UTF-8']]),
        keymap: pick(['us', 'jp106']),
        rootPasswordHash: pick([null, passwordHash]),
        rootSshKeys: some([sshKey]),
        users: some([
          { name: 'op', groups: ['wheel', 'dialout'], passwordHash, sshKeys: [sshKey, sshKey] },
          { name: '_svc', groups: [], passwordHash: null, sshKeys: [] },
        ]),
        selinux: pick(['disabled', 'permissive', 'enforcing'] as const),
        network: pick<NetworkSpec>([
          base.system.network,
          { device: 'enp1s0', addresses: [], gateway: null, dns: [] },
          { device: null, addresses: [], gateway: null, dns: ['9.9.9.9', 'fd00::53'] },
          { device: null, addresses: ['192.168.1.10/24'], gateway: '192.168.1.1', dns: ['192.168.1.1'] },
          {
            device: 'eth0.7',
            addresses: ['10.0.0.2/31', 'fd00::10/64', '10.1.0.9/8'],
            gateway: 'fe80::1',
            dns: [],
          },
          { device: 'eth1', addresses: ['fd00:7::10/48'], gateway: 'fd00:7::1', dns: ['fd00:7::53'] },
        ]),
        services: {
          enabled: some(['sshd', 'a@b.service']),
          disabled: some(['firewalld', 'kdump.timer']),
          required: some(['sshd.service', 'chronyd', 'robot@1.target']),
        },
        kernelArguments: some(['mitigations=off', 'isolcpus=1,2', 'quiet']),
        consoles: pick([[], ['tty0'], ['tty0', 'ttyS0,115200n8']]),
      },
      device: {
        memoryMiB: pick([4096, 8000]),
        headroomMiB: pick([512, 100]),
        zramMiB: pick([0, 1024]),
        verify: pick(['digest', 'size'] as const),
        watchdog: pick(['hardware', 'software', 'off'] as const),
        commit: pick([base.device.commit, { steadySeconds: 10, limitSeconds: 3600 }]),
      },
      persist: some(['/etc/chrony.keys', '/etc/NetworkManager/system-connections']),
      install: {
        unattended: pick([true, false]),
        then: pick(['reboot', 'poweroff'] as const),
        method: pick(installMethods),
        payload: pick(anacondaPayloads),
        netinst: pick([
          base.install.netinst,
          { image: 'isos/netinst 44.iso', checksum: 'https://example.org/CHECKSUM', key: null },
        ]),
      },
      outputs: pick([['iso'], ['raw', 'qcow2'], ['iso', 'raw', 'qcow2', 'pxe']] as const).slice(),
      cacheDir: pick([null, '/var/cache/images']),
    };
    return spec;
  });
}
