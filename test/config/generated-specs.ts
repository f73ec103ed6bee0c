import { defaultSpec } from '../../src/config/defaults.js';
import { connectionSpec } from '../../src/config/fields/connection.js';
import { healPolicies } from '../../src/config/fields/partitions.js';
import { userSpec } from '../../src/config/fields/user.js';
import type { ImageSpec, NetworkSpec, PartitionSize } from '../../src/config/image-spec.js';
import { diskFormatOf, outputKinds } from '../../src/config/outputs.js';
import { dataPartitions } from '../../src/config/partitions/partition-table.js';
import { repositorySpec } from '../../src/config/releases/repository-spec.js';
import { caseCount } from '../helpers/case-count.js';
import { randomOf } from '../helpers/random.js';

const known = (...ids: string[]) => ids.map((id) => repositorySpec({ id }));

export const sshKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9a1VqvXDuLH1VpLxgAyCU3pCmBqHqbV1kh3kqjYqWJ operator, at the desk';
export const passwordHash =
  '$6$abcdefgh$/4Kujm.4Ot6Fwaack34ZJIv.wkNgaMuduTZk6/N7L5jHg5rtjF.pFRBEOOn8Qe0fQQ9Dau0EPHwqzX5tyqgjS0';

const sources = [
  { kind: 'server' as const, host: 'ntp.example.org', nts: true },
  { kind: 'pool' as const, host: 'pool.ntp.org', nts: false },
];
const firewall = {
  enabled: true,
  services: ['http'],
  removedServices: ['mdns'],
  ports: ['8080:tcp', '8000-8010:udp'],
  trusted: ['docker0'],
};
/** None needs another one. */
const connections = [
  connectionSpec({ name: 'uplink', interface: 'eth8', mtu: 9000, ipv6: { method: 'disabled' } }),
  connectionSpec({
    ...{ name: 'static', mac: '52:54:00:AB:CD:EF', atBoot: false },
    ipv4: { method: 'manual', addresses: ['10.9.0.2/24'], gateway: '10.9.0.1', dns: ['10.9.0.1'] },
    ipv6: { method: 'dhcp', search: ['example.org'], ignoreAutoDns: true, neverDefault: true },
  }),
  connectionSpec({ name: 'v7', kind: 'vlan', interface: 'v7', vlan: { parent: 'eth8', id: 7 } }),
  connectionSpec({ name: 'bond9', kind: 'bond', interface: 'bond9', options: ['mode=active-backup'] }),
];

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
    const network = { ...base.system.network, connections: some(connections) };
    const possible = outputKinds.filter(
      (kind) => diskFormatOf(kind)?.sectorSizes.includes(sectorSize) ?? true,
    );
    const sizes: Record<string, PartitionSize> = {
      ...base.partitions.sizes,
      esp: size(260),
      root: size(300),
      persist: size(16),
      log: size(32),
      opt: pick([0, size(128)]),
      cache: pick([0, 2048, size(128)]),
      docker: pick<PartitionSize>([0, 'rest', 8192, size(128)]),
    };
    const outputs = pick([['iso'], ['raw', 'qcow2'], possible] as const).slice();
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
        disks: Object.fromEntries(some(dataPartitions).map((partition) => [partition, pick(devices)])),
        heal: forEach(dataPartitions, () => pick(healPolicies)),
      },
      system: {
        ...base.system,
        hostname: pick(['robot-1', 'a.example.org']),
        timezone: pick(['UTC', 'Asia/Tokyo']),
        languages: pick([['en_US.UTF-8'], ['ja_JP.UTF-8', 'C.UTF-8']]),
        keymap: pick(['us', 'jp106']),
        hardwareClock: pick([null, 'UTC', 'LOCAL'] as const),
        time: pick([base.system.time, { disabled: true, sources: [] }, { disabled: false, sources }]),
        keyboard: pick([
          base.system.keyboard,
          { layouts: ['us', 'cz (qwerty)'], options: ['grp:alt_shift_toggle'] },
        ]),
        rootSshPassword: pick([true, false]),
        groups: some([
          { name: 'plc', gid: 4711 },
          { name: 'dialout', gid: null },
        ]),
        accountSshKeys: some([{ user: 'docker', key: sshKey }]),
        authselect: pick([[], ['select', 'local', 'with-mkhomedir', '--force']]),
        defaultTarget: pick([null, 'multi-user.target', 'graphical.target'] as const),
        rootPasswordHash: pick([null, passwordHash]),
        rootSshKeys: some([sshKey]),
        users: some([
          userSpec({ name: 'op', groups: ['wheel', 'dialout'], passwordHash, sshKeys: [sshKey, sshKey] }),
          userSpec({ name: '_svc', uid: 900, gid: 901, home: '/srv/svc', shell: '/bin/sh', comment: 'A, b' }),
        ]),
        selinux: pick(['disabled', 'permissive', 'enforcing'] as const),
        network: pick<NetworkSpec>([
          network,
          { ...network, device: 'enp1s0' },
          { ...network, dns: ['9.9.9.9', 'fd00::53'] },
          { ...network, addresses: ['192.168.1.10/24'], gateway: '192.168.1.1', dns: ['192.168.1.1'] },
          {
            ...network,
            device: 'eth0.7',
            addresses: ['10.0.0.2/31', 'fd00::10/64', '10.1.0.9/8'],
            gateway: 'fe80::1',
          },
          {
            ...network,
            device: 'eth1',
            addresses: ['fd00:7::10/48'],
            gateway: 'fd00:7::1',
            dns: ['fd00:7::53'],
          },
        ]),
        firewall: pick([base.system.firewall, { ...base.system.firewall, enabled: false }, firewall]),
        services: {
          ...base.system.services,
          enabled: some(['sshd', 'a@b.service']),
          disabled: some(['firewalld', 'kdump.timer']),
          disabledIfPresent: some(['initial-setup.service']),
          required: some(['sshd.service', 'chronyd', 'robot@1.target']),
        },
        kernelArguments: some(['mitigations=off', 'isolcpus=1,2', 'quiet']),
        consoles: pick([[], ['tty0'], ['tty0', 'ttyS0,115200n8']]),
      },
      device: {
        ...base.device,
        memoryMiB: pick([4096, 8000]),
        headroomMiB: pick([512, 100]),
        zramMiB: pick([0, 1024]),
        verify: pick(['digest', 'size'] as const),
        slotFormat: pick(['auto', 'files'] as const),
        watchdog: pick(['hardware', 'software', 'off'] as const),
        commit: pick([base.device.commit, { steadySeconds: 10, limitSeconds: 3600 }]),
      },
      persist: some(['/etc/chrony.keys', '/etc/NetworkManager/system-connections']),
      install: {
        ...base.install,
        unattended: pick([true, false]),
        then: pick(['reboot', 'poweroff'] as const),
        method: pick(['image', 'anaconda'] as const),
        payload: pick(['packages', 'liveimg'] as const),
        netinst: pick([
          base.install.netinst,
          { image: 'isos/netinst 44.iso', checksum: 'https://example.org/CHECKSUM', key: null },
        ]),
      },
      update: {
        // An update without a key is an error.
        keys: outputs.includes('update') ? [sshKey] : some([sshKey]),
        revoked: some([sshKey]),
        compatible: pick([null, 'pump']),
        url: outputs.includes('update') ? pick([null, 'https://updates.example.org/robot.update']) : null,
        rateLimitKiB: pick([0, 512]),
        everyHours: pick([1, 24]),
        restartAt: pick([null, '03:30']),
      },
      outputs,
      signingKey: pick([null, '/root/update-key']),
      cacheDir: pick([null, '/var/cache/images']),
    };
    return spec;
  });
}

function forEach<Name extends string, Value>(
  names: readonly Name[],
  value: () => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, value()])) as Record<Name, Value>;
}
