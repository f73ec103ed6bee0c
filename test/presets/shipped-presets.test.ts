import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { validateSpec } from '../../src/config/findings/validate.js';
import { planDisks } from '../../src/config/partitions/partition-plan.js';
import { missingPackages } from '../../src/config/releases/required-packages.js';
import { specOfPreset } from '../../src/presets/preset.js';
import { parsePreset } from '../../src/presets/preset-text.js';

const folder = packageFile('presets');
const today = new Date('2026-11-22');

/** Read with all judgement: the program itself takes them as they are. */
const presets = readdirSync(folder).map((file) => ({
  file,
  preset: parsePreset(readFileSync(path.join(folder, file), 'utf8'), file),
}));

/** Names that a list of 500 Fedora 43 packages of a bootable system (osbuild's `fedora-boot` manifest) has. */
const listed = new Set([
  ...[
    'NetworkManager',
    'audit',
    'authselect',
    'bash',
    'btrfs-progs',
    'chrony',
    'container-selinux',
    'coreutils',
    'curl',
  ],
  ...[
    'dbus-broker',
    'default-fonts-core-sans',
    'dosfstools',
    'dracut',
    'e2fsprogs',
    'efibootmgr',
    'filesystem',
    'findutils',
  ],
  ...[
    'gawk',
    'glibc-langpack-en',
    'grep',
    'grub2-efi-x64',
    'intel-gpu-firmware',
    'iproute',
    'iputils',
    'less',
    'nftables',
  ],
  ...[
    'openssh-server',
    'procps-ng',
    'python3',
    'realtek-firmware',
    'rootfiles',
    'rsync',
    'sed',
    'setup',
    'shadow-utils',
  ],
  ...['shim-x64', 'sudo', 'systemd', 'systemd-udev', 'util-linux', 'zstd'],
]);

/**
 * Names that the same list lacks, as it is not a whole repository: Fedora has packages of these names to our knowledge,
 * and no test can tell. A new name belongs to one of the two, so that nobody adds one without looking it up.
 */
const beyondTheList = new Set([
  'squashfs-tools',
  ...[
    'ModemManager',
    'NetworkManager-wifi',
    'NetworkManager-wwan',
    'basesystem',
    'bind-utils',
    'busybox',
    'cage',
  ],
  ...[
    'can-utils',
    'containerd',
    'dnsmasq',
    'docker-cli',
    'docker-compose',
    'ethtool',
    'fedora-release',
    'firefox',
    'firewalld',
  ],
  ...[
    'gpsd',
    'i2c-tools',
    'iwlwifi-mvm-firmware',
    'kernel',
    'linuxptp',
    'mesa-dri-drivers',
    'mobile-broadband-provider-info',
  ],
  ...[
    'moby-engine',
    'mosquitto',
    'nvme-cli',
    'pciutils',
    'python3-pyserial',
    'smartmontools',
    'sqlite',
    'tcpdump',
    'usbutils',
  ],
  ...['wireguard-tools', 'wpa_supplicant'],
]);

describe('the presets of this program', () => {
  it('are those that the manual names', () => {
    const names = presets.map(({ preset }) => preset.name);
    assert.deepEqual(names, ['datalogger', 'docker-host', 'gateway', 'kiosk', 'minimal', 'robot']);
    const manual = readFileSync(packageFile('docs/wizard.md'), 'utf8');
    for (const name of names) assert.match(manual, new RegExp(`\`${name}\``));
  });

  for (const { file, preset } of presets) {
    const spec = specOfPreset(preset);
    const packages = spec.packages ?? [];

    it(`${preset.name}: has the name of its file, no image's name, and says what it is for, for which device and why`, () => {
      assert.equal(file, `${preset.name}.json`);
      assert.equal(preset.document.name, undefined, 'the image is called after its folder');
      const [first = '', second = '', ...reasons] = preset.description.split('\n');
      assert.match(first, /^[A-Z].*\w.*\.$/);
      assert.ok(first.length <= 110, 'it is shown in lists');
      assert.match(second, /^Device: .*\d+ GiB of memory, .*\d+ [GT]B/);
      assert.ok(reasons.length >= 3, 'reasons for its choices');
    });

    it(`${preset.name}: has nothing that is wrong`, () => {
      assert.deepEqual(
        validateSpec(spec, today).filter(({ level }) => level === 'error'),
        [],
      );
    });

    it(`${preset.name}: the device that its description names has the memory, and a disk for the system`, () => {
      const [, memory, disk, unit] =
        /^Device: .*?(\d+) GiB of memory, .*?(\d+) ([GT])B/m.exec(preset.description) ?? [];
      assert.equal(Number(memory) * 1024, spec.device.memoryMiB);
      const bytes = Number(disk) * (unit === 'T' ? 1e12 : 1e9);
      assert.ok(planDisks(spec).smallestMainMiB <= bytes / 2 ** 20);
    });

    it(`${preset.name}: lists all packages that an image needs, each once and under a name that was looked up`, () => {
      const { opt, cache, docker } = spec.partitions.sizes;
      const hasBtrfs = [opt, cache, docker].some((size) => size !== 0);
      // The kernel's package of the name `kernel` brings kernel-core.
      const names = [...packages, ...(packages.includes('kernel') ? ['kernel-core'] : [])];
      assert.deepEqual(missingPackages(names, { hasBtrfs }), []);
      assert.equal(new Set(packages).size, packages.length);
      for (const name of packages) assert.ok(listed.has(name) || beyondTheList.has(name), name);
    });

    it(`${preset.name}: what is enabled comes with a package of its own`, () => {
      const providers: Readonly<Record<string, string>> = {
        ...{
          NetworkManager: 'NetworkManager',
          sshd: 'openssh-server',
          chronyd: 'chrony',
          docker: 'moby-engine',
        },
        ...{ firewalld: 'firewalld', auditd: 'audit', mosquitto: 'mosquitto', ModemManager: 'ModemManager' },
      };
      for (const service of spec.system.services.enabled)
        assert.ok(packages.includes(providers[service] ?? ''), service);
    });
  }

  it('use each name that was looked up', () => {
    const used = new Set(presets.flatMap(({ preset }) => preset.document.packages ?? []));
    assert.deepEqual(
      [...listed, ...beyondTheList].filter((name) => !used.has(name)),
      [],
    );
  });
});

describe('docker-host', () => {
  const preset = presets.find(({ preset: { name } }) => name === 'docker-host')?.preset;
  assert.ok(preset);
  const spec = specOfPreset(preset);

  it("has the sizes of the seed's example", () => {
    const { esp, root, persist, log, opt, cache, docker } = spec.partitions.sizes;
    assert.deepEqual([esp, root, persist], [200, 2048, 200]);
    assert.deepEqual({ log, opt, cache, docker }, { log: 2048, opt: 2048, cache: 4096, docker: 8192 });
  });

  it("has the packages of the seed's example, or what has taken their place", () => {
    const example = [
      ...['audit', 'authselect', 'basesystem', 'bash', 'btrfs-progs', 'busybox', 'chrony'],
      ...[
        'container-selinux',
        'containerd.io',
        'coreutils',
        'curl',
        'dhcp-client',
        'docker-ce',
        'docker-ce-cli',
      ],
      ...[
        'docker-compose',
        'dosfstools',
        'e2fsprogs',
        'efibootmgr',
        'filesystem',
        'firewalld',
        'grub2-efi-x64',
      ],
      ...[
        'iproute',
        'kernel',
        'kernel-core',
        'kernel-modules',
        'rootfiles',
        'setup',
        'shim-x64',
        'sudo',
        'systemd',
      ],
    ];
    const instead: Readonly<Record<string, string>> = {
      // Docker's own packages are not Fedora's, dhcp-client has no maintainer, and `kernel` brings its parts.
      ...{ 'docker-ce': 'moby-engine', 'docker-ce-cli': 'docker-cli', 'containerd.io': 'containerd' },
      ...{ 'dhcp-client': 'NetworkManager', 'kernel-core': 'kernel', 'kernel-modules': 'kernel' },
    };
    for (const name of example) assert.ok(spec.packages?.includes(instead[name] ?? name), name);
  });
});
