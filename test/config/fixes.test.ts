import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setAt } from '../../src/base/field-path.js';
import type { Finding, Fix } from '../../src/base/finding.js';
import { checkDocument } from '../../src/config/check-document.js';
import { defaultSpec } from '../../src/config/defaults.js';
import { userSpec } from '../../src/config/fields/user.js';
import { validateSpec } from '../../src/config/findings/validate.js';
import type { ImageSpec, NetworkSpec } from '../../src/config/image-spec.js';
import { repositorySpec } from '../../src/config/releases/repository-spec.js';
import { generatedSpecs } from './generated-specs.js';

const today = new Date('2026-11-22');
const user = userSpec({ name: 'op', groups: [], passwordHash: null, sshKeys: [] });
const repository = repositorySpec({ id: 'a', baseurl: ['file:///r/'], keys: ['k'] });

/** Ways to break a spec, and the field and text of the fix that the default spec gets for it. */
const breakages: [change: (spec: ImageSpec) => void, path: string | null, text: string | null][] = [
  [(spec) => (spec.partitions.sizes.esp = 10), 'partitions.sizes.esp', '64 MiB'],
  [(spec) => (spec.partitions.sizes.root = 7), 'partitions.sizes.root', '64 MiB'],
  [(spec) => (spec.partitions.sizes.log = 0), 'partitions.sizes.log', '32 MiB'],
  [(spec) => (spec.partitions.sizes.docker = 100), 'partitions.sizes.docker', '128 MiB'],
  [(spec) => (spec.partitions.sizes.root = 'rest'), 'partitions.sizes.root', '2 GiB'],
  [
    (spec) => Object.assign(spec.partitions.sizes, { opt: 'rest', docker: 'rest' }),
    'partitions.sizes.docker',
    '8 GiB',
  ],
  // The plan needs 21082 MiB: docker gives what is missing, or nothing can.
  [(spec) => (spec.disks.sizeMiB = 18_000), 'partitions.sizes.docker', '5110M'],
  [(spec) => (spec.disks.sizeMiB = 4000), 'disks.sizeMiB', '21082M'],
  [(spec) => (spec.disks.main = 'sdaa'), 'disks.main', 'sda'],
  [(spec) => (spec.disks.main = 'nvme7n1'), 'disks.main', 'sda'],
  [(spec) => (spec.disks.devices = []), 'disks.devices', 'sda'],
  [(spec) => spec.disks.devices.push(spec.disks.devices[0] as string), 'disks.devices', 'sda'],
  [(spec) => spec.disks.devices.push('vdz'), 'disks.devices', 'sda'],
  [(spec) => (spec.partitions.disks = { log: 'vdx', opt: 'vdx' }), 'partitions.disks.log', 'sda'],
  [(spec) => (spec.device.memoryMiB = 700), 'device.memoryMiB', '3 GiB'],
  [(spec) => (spec.device.memoryMiB = 2048), 'partitions.sizes.root', '1.25 GiB'],
  [(spec) => (spec.device.memoryMiB = 1024), 'device.memoryMiB', '3 GiB'],
  [(spec) => (spec.device.zramMiB = 9000), 'device.zramMiB', '8 GiB'],
  [
    (spec) => (spec.device.commit = { steadySeconds: 60, limitSeconds: 60 }),
    'device.commit.limitSeconds',
    '90',
  ],
  [(spec) => (spec.release = 42), 'release', '44'],
  [(spec) => (spec.release = 45), 'release', '44'],
  [(spec) => (spec.release = 7), 'release', '44'],
  [(spec) => (spec.repositories = []), 'repositories', 'those of the release'],
  [(spec) => (spec.repositories = [repository, repository]), 'repositories', 'only the first `a`'],
  [(spec) => (spec.system.timezone = 'Asia/Tokio'), 'system.timezone', 'Asia/Tokyo'],
  [(spec) => (spec.system.timezone = 'Nowhere'), null, null],
  [(spec) => (spec.system.keymap = 'de-nodeadkey'), 'system.keymap', 'de-nodeadkeys'],
  [(spec) => (spec.system.keymap = 'qwertz'), null, null],
  [(spec) => (spec.system.languages = ['de_DR.UTF-8']), 'system.languages', 'de_DE.UTF-8'],
  [(spec) => (spec.system.languages = []), 'system.languages', 'en_US.UTF-8'],
  [(spec) => (spec.system.languages = ['de-de']), 'system.languages', 'de_DE.UTF-8'],
  [
    (spec) => {
      spec.system.selinux = 'enforcing';
      spec.install.method = 'anaconda';
    },
    'system.selinux',
    'disabled',
  ],
  [
    (spec) => {
      spec.system.selinux = 'enforcing';
      spec.device.slotFormat = 'squashfs';
    },
    'device.slotFormat',
    'files',
  ],
  [(spec) => (spec.system.services.enabled = ['a', 'b']), null, null],
  [
    (spec) => Object.assign(spec.system.services, { enabled: ['a', 'b'], disabled: ['b', 'c'] }),
    'system.services.disabled',
    'c',
  ],
  [
    (spec) => Object.assign(spec.system.services, { disabled: ['b', 'c'], required: ['b.service'] }),
    'system.services.disabled',
    'c',
  ],
  [
    (spec) => (spec.system.services.required = ['a', 'a.service']),
    'system.services.required',
    'only the first `a.service`',
  ],
  [withNetwork({ gateway: '10.0.0.1' }), 'system.network.gateway', 'none'],
  [
    withNetwork({ addresses: ['192.168.1.10/24'], gateway: '192.168.2.1' }),
    'system.network.gateway',
    '192.168.1.1',
  ],
  [withNetwork({ addresses: ['192.168.1.1/24'], gateway: '192.168.2.1' }), null, null],
  [withNetwork({ addresses: ['fd00::1/64'], gateway: 'fd00::1' }), null, null],
  [
    withNetwork({ addresses: ['10.0.0.5/24', '10.0.0.5/16'] }),
    'system.network.addresses',
    'only the first `10.0.0.5`',
  ],
  [
    withNetwork({ addresses: ['10.0.0.0/24', '10.0.0.2/24'], gateway: '10.0.0.1' }),
    'system.network.addresses',
    '10.0.0.3/24, 10.0.0.2/24',
  ],
  [withNetwork({ addresses: ['10.0.0.7/29'] }), 'system.network.addresses', '10.0.0.6/29'],
  [withNetwork({ addresses: ['fd00::9/64'], dns: ['9.9.9.9', 'fd00::1'] }), 'system.network.dns', 'fd00::1'],
  [withNetwork({ dns: ['9.9.9.9', '9.9.9.9'] }), 'system.network.dns', 'only the first `9.9.9.9`'],
  [withNetwork({ addresses: ['192.168.1.10'] }), 'system.network.addresses', '192.168.1.10/24'],
  [(spec) => (spec.system.kernelArguments = ['quiet', 'root=x']), 'system.kernelArguments', 'quiet'],
  [(spec) => (spec.system.users = [user, user]), 'system.users', 'only the first `op`'],
  [(spec) => (spec.system.users = [{ ...user, name: 'Ö Per' }]), 'system.users', 'o_per'],
  [(spec) => (spec.system.hostname = 'Räum 3.example'), 'system.hostname', 'Raum-3.example'],
  [(spec) => (spec.system.keymap = "us'"), 'system.keymap', 'us'],
  [(spec) => (spec.name = 'my robot!'), 'name', 'my-robot'],
  [(spec) => (spec.outputs = []), 'outputs', 'iso, qcow2'],
  [(spec) => spec.outputs.push(spec.outputs[0] as 'iso'), 'outputs', 'iso, qcow2'],
];

test('each mistake that has one nearest fix offers it', () => {
  for (const [change, path, text] of breakages) {
    const spec = defaultSpec();
    change(spec);
    const [finding] = validateSpec(spec, today);
    assert.deepEqual(
      [finding?.fix?.path ?? null, finding?.fix?.text ?? null],
      [path, text],
      change.toString(),
    );
  }
});

function applyFix(spec: ImageSpec, { path, value }: Fix): ImageSpec {
  return setAt(spec as unknown as Record<string, unknown>, path, value) as unknown as ImageSpec;
}

test('a fix that is taken takes its finding away, in specs that are broken in several ways', () => {
  const specs = generatedSpecs(600, 5);
  let taken = 0;
  for (const [index, spec] of specs.entries()) {
    const count = breakages.length;
    const places = [index, index * 7 + 3, index * 13 + 5].slice(0, 1 + (index % 3));
    for (const place of places) breakages[place % count]?.[0](spec);
    for (const finding of validateSpec(spec, today)) {
      if (finding.fix === undefined) continue;
      const corrected = applyFix(spec, finding.fix);
      assert.ok(
        !validateSpec(corrected, today).some((other) => isSame(other, finding)),
        JSON.stringify(finding),
      );
      taken++;
    }
  }
  assert.ok(taken > specs.length, `${taken} fixes were tried`);
});

test('taking one fix after the other comes to an end without an error that has one', () => {
  for (const [index, spec] of generatedSpecs(300, 6).entries()) {
    for (const step of [1, 5, 11]) breakages[(index * step) % breakages.length]?.[0](spec);
    let corrected = spec;
    for (let turn = 0; ; turn++) {
      const fix = validateSpec(corrected, today).find(
        (finding) => finding.level === 'error' && finding.fix,
      )?.fix;
      if (fix === undefined) break;
      assert.ok(turn < 20, `no end: ${JSON.stringify(fix)}`);
      corrected = applyFix(corrected, fix);
    }
  }
});

test('a value that its field refuses is answered with the nearest that it takes', () => {
  const table: [string, unknown, unknown][] = [
    ['name', '.hidden image', 'hidden-image'],
    ['release', '44', 44],
    ['release', 'F43', 43],
    ['release', 'rawhide', null],
    ['disks.devices', ['/dev/sda1', 'sda', 'nvme0n1p2'], ['sda', 'nvme0n1p2']],
    ['disks.devices', ['nvme0n1', 'nvem0n1'], ['nvme0n1']],
    ['disks.devices', ['sda', 'sr0'], null],
    ['disks.main', ' SDA', 'sda'],
    ['disks.main', '/dev/disk/by-id/ata-X-part1', '/dev/disk/by-id/ata-X'],
    ['disks.sizeMiB', '64GB', 65536],
    ['disks.sizeMiB', 'rest', null],
    ['partitions.sizes.log', '1,5G', 1536],
    ['partitions.sizes.log', -3, 3],
    ['partitions.sizes.docker', 'rset', 'rest'],
    ['system.hostname', '-x-', 'x'],
    ['system.hostname', '!', null],
    ['system.timezone', 'asia / tokyo', 'Asia/Tokyo'],
    ['system.languages', ['en-us', 'C.UTF-8'], ['en_US.UTF-8', 'C.UTF-8']],
    ['system.languages', ['english please'], null],
    ['system.selinux', 'disbled', 'disabled'],
    ['system.selinux', 'on', null],
    ['system.services.enabled', ['/usr/lib/systemd/system/sshd.service'], ['sshd.service']],
    ['system.services.required', ['/etc/systemd/system/robot.service'], ['robot.service']],
    ['system.network.device', '/sys/class/net/eth0', 'eth0'],
    ['system.network.addresses', ['192.168.1.10'], ['192.168.1.10/24']],
    ['system.network.addresses', ['192.168.001.010 / 255.255.254.0'], ['192.168.1.10/23']],
    ['system.network.addresses', ['[fd00::1]', '10.0.0.1/8'], ['fd00::1/64', '10.0.0.1/8']],
    ['system.network.addresses', ['10.0.0.1/33'], null],
    ['system.network.gateway', '192.168.001.001/24', '192.168.1.1'],
    ['system.network.gateway', 'router', null],
    ['system.network.dns', ['fe80::1%eth0'], ['fe80::1']],
    ['system.kernelArguments', ['a="b"', 'quiet'], ['a=b', 'quiet']],
    ['system.consoles', ['/dev/ttyS0 115200'], ['ttyS0,115200']],
    ['system.rootPasswordHash', 'secret', null],
    ['system.users', [{ name: 'Op Erator' }], [{ name: 'op_erator' }]],
    ['system.users', [{ groups: [] }], null],
    ['device.verify', 'digset', 'digest'],
    ['device.slotFormat', 'squash', 'squashfs'],
    ['device.commit.steadySeconds', '5 min', 300],
    ['device.commit.steadySeconds', 5, 10],
    ['device.commit.limitSeconds', '2 h', null],
    ['outputs', ['raww', 'iso'], ['raw', 'iso']],
  ];
  for (const [path, value, better] of table) {
    const document = setAt({}, path, value);
    const [finding] = checkDocument(document);
    assert.ok(finding, path);
    assert.deepEqual(finding.fix?.value ?? null, better, `${path} ${JSON.stringify(value)}`);
    if (finding.fix === undefined) continue;
    const corrected = checkDocument(setAt(document, finding.fix.path, finding.fix.value));
    assert.ok(!corrected.some((other) => isSame(other, finding)), JSON.stringify(corrected));
  }
});

function withNetwork(network: Partial<NetworkSpec>): (spec: ImageSpec) => void {
  return (spec) => {
    spec.system.network = { ...defaultSpec().system.network, ...network };
  };
}

function isSame(a: Finding, b: Finding): boolean {
  return a.path === b.path && a.message === b.message;
}
