import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setAt } from '../../src/base/field-path.js';
import { checkDocument } from '../../src/config/check-document.js';
import { documentToSpec, specToDocument } from '../../src/config/document.js';
import { userSpec } from '../../src/config/fields/user.js';
import { projectJsonSchema } from '../../src/config/json-schema.js';
import { generatedSpecs, passwordHash, sshKey } from './generated-specs.js';
import { acceptedBy, allPatterns } from './small-json-schema.js';

test('a spec that was written is read back as the same spec', () => {
  for (const spec of generatedSpecs(300)) {
    spec.system.users = [userSpec({ name: 'op', groups: ['wheel'], passwordHash: null, sshKeys: [sshKey] })];
    const document = JSON.parse(JSON.stringify(specToDocument(spec)));
    assert.deepEqual(checkDocument(document), []);
    assert.deepEqual(documentToSpec(document), spec);
  }
});

/** Path, value, and whether the file may say so. */
const table: [string, unknown, boolean][] = [
  ['$schema', './x.json', true],
  ['version', 1, true],
  ['version', 2, false],
  ['name', 'robot-1', true],
  ['name', 'my robot', false],
  ['name', '', false],
  ['name', '../x', false],
  ['release', 44, true],
  ['release', '44', false],
  ['release', 44.5, false],
  ['arch', 'x86_64', true],
  ['arch', 'arm64', false],
  ['repositories', null, true],
  ['repositories', [{ id: 'a', baseurl: ['file:///r/'], keys: ['k'] }], true],
  ['repositories', [{ id: 'a', keys: ['k'], metalink: 'https://m/?a=b&c=d' }], true],
  ['repositories', [{ id: 'docker-ce' }], true],
  ['repositories', [{ keys: ['k'] }], false],
  ['repositories', ['docker-ce'], false],
  ['repositories', [{ id: 'updates', priority: 10, excludes: ['kernel*', 'bash-5.3-1.fc44'] }], true],
  ['repositories', [{ id: 'updates', priority: 0 }], false],
  ['repositories', [{ id: 'updates', priority: 100 }], false],
  ['repositories', [{ id: 'updates', priority: '10' }], false],
  ['repositories', [{ id: 'updates', excludes: ['-kernel'] }], false],
  ['repositories', [{ id: 'updates', excludes: ['kernel bash'] }], false],
  ['repositories', [{ id: 'a', mirrorlist: 'https://h/list', archives: ['file:///r/'], koji: null }], true],
  ['repositories', [{ id: 'a', mirrorlist: 'list.txt' }], false],
  ['repositories', [{ id: 'a b', keys: [] }], false],
  ['repositories', [{ id: 'a', keys: [], baseurl: ['ftp://x/'] }], false],
  ['repositories', [{ id: 'a', keys: [], baseurl: ['https://x/$releasever/'] }], false],
  ['repositories', [{ id: 'a', keys: [], gpgcheck: 0 }], false],
  ['repositories', [{ id: 'a', keys: ['-----BEGIN PGP PUBLIC KEY BLOCK-----\nabc\n'] }], true],
  ['packages', ['bash'], true],
  ['packages', 'bash', false],
  ['disks.devices', ['sda', '/dev/sdb', 'nvme0n1', 'serial:A-1', '/dev/disk/by-id/ata-X'], true],
  ['disks.devices', ['sda1'], false],
  ['disks.devices', ['xvda', 'mmcblk1', '/dev/nvme1n2'], true],
  ['disks.devices', ['nvem0n1'], false],
  ['disks.devices', ['/dev/disk'], false],
  ['disks.devices', ['hda'], false],
  ['disks.devices', ['/dev/disk/by-diskseq/1'], false],
  ['disks.main', 'robotdisk', false],
  ['partitions.disks.docker', 'loop0', false],
  ['disks.devices', ['/dev/nvme0n1p2'], false],
  ['disks.devices', ['/dev/disk/by-id/ata-X-part1'], false],
  ['disks.devices', ['sda; reboot'], false],
  ['disks.main', '$(reboot)', false],
  ['disks.sizeMiB', 8192, true],
  ['disks.sizeMiB', '8G', true],
  ['disks.sizeMiB', null, true],
  ['disks.sizeMiB', 'rest', false],
  ['disks.sectorSize', 4096, true],
  ['disks.sectorSize', 1024, false],
  ['partitions.sizes.log', '2G', true],
  ['partitions.sizes.log', 2048, true],
  ['partitions.sizes.log', 'rest', true],
  ['partitions.sizes.log', '2GB', false],
  ['partitions.sizes.log', -1, false],
  ['partitions.sizes.log', 1.5, false],
  ['partitions.sizes.log', null, false],
  ['partitions.sizes.home', '2G', false],
  ['partitions.disks.docker', 'sdb', true],
  ['partitions.disks.docker', null, true],
  ['partitions.disks.root', 'sdb', false],
  ['partitions.heal.opt', 'never', true],
  ['partitions.heal.opt', 'always', false],
  ['partitions.heal.opt', null, false],
  ['partitions.heal.persist', 'format', false],
  ['partitions', [], false],
  ['system.hostname', 'robot-1.example.org', true],
  ['system.hostname', 'robot_1', false],
  ['system.hostname', '-x', false],
  ['system.timezone', 'America/Argentina/Buenos_Aires', true],
  ['system.timezone', '../../etc/shadow', false],
  ['system.languages', ['ja_JP.UTF-8', 'C.UTF-8'], true],
  ['system.languages', ['english please'], false],
  ['system.keymap', 'us', true],
  ['system.keymap', "us'", false],
  ['system.rootPasswordHash', passwordHash, true],
  ['system.rootPasswordHash', null, true],
  ['system.rootPasswordHash', 'secret', false],
  ['system.rootSshKeys', [sshKey], true],
  ['system.rootSshKeys', ['ssh-ed25519 AAAA'], false],
  ['system.rootSshKeys', [`${sshKey}\nssh-rsa AAAA`], false],
  ['system.users', [{ name: 'op' }], true],
  ['system.users', [{ name: 'Op Erator' }], false],
  ['system.users', [{ groups: [] }], false],
  ['system.selinux', 'enforcing', true],
  ['system.selinux', true, false],
  ['system.services.enabled', ['getty@tty1.service'], true],
  ['system.services.enabled', ['a b'], false],
  ['system.services.required', ['sshd', 'robot.target'], true],
  ['system.services.required', ['a b'], false],
  ['system.services.required', null, false],
  ['system.network', {}, true],
  ['system.network', null, false],
  ['system.network.device', null, true],
  ['system.network.device', 'enp1s0f0np0', true],
  ['system.network.device', 'fifteen-letters', true],
  ['system.network.device', 'sixteen-letters-', false],
  ['system.network.device', 'a/b', false],
  ['system.network.device', 'a b', false],
  ['system.network.device', '..', false],
  ['system.network.device', 'all', false],
  ['system.network.addresses', ['192.168.1.10/24', 'fd00::10/64', '10.0.0.1/31'], true],
  ['system.network.addresses', ['192.168.1.10'], false],
  ['system.network.addresses', ['192.168.1.256/24'], false],
  ['system.network.addresses', ['192.168.1.10/0'], false],
  ['system.network.addresses', ['192.168.1.10/24\n'], false],
  ['system.network.addresses', ['fe80::1%eth0/64'], false],
  ['system.network.gateway', 'fe80::1', true],
  ['system.network.gateway', null, true],
  ['system.network.gateway', '192.168.01.1', false],
  ['system.network.gateway', '192.168.1.1/24', false],
  ['system.network.dns', ['9.9.9.9', '2620:fe::fe'], true],
  ['system.network.dns', ['dns.example.org'], false],
  ['system.kernelArguments', ['isolcpus=1,2', 'nomodeset'], true],
  ['system.kernelArguments', ['quiet splash'], false],
  ['system.kernelArguments', ['a="b"'], false],
  ['system.kernelArguments', ['a=`b`'], false],
  ['system.kernelArguments', ['a\nb'], false],
  ['system.consoles', ['tty0', 'ttyS0,115200n8'], true],
  ['system.consoles', ['ttyS0 115200'], false],
  ['device.memoryMiB', '4G', true],
  ['device.memoryMiB', '4,5G', false],
  ['device.zramMiB', 0, true],
  ['device.zramMiB', '1.5G', true],
  ['device.zramMiB', 'rest', false],
  ['device.zramMiB', -1, false],
  ['device.verify', 'no', false],
  ['device.slotFormat', 'files', true],
  ['device.slotFormat', 'erofs', false],
  ['persist', ['/etc/chrony.keys', '/var/lib/app-1'], true],
  ['persist', ['etc/chrony.keys'], false],
  ['persist', ['/etc//chrony.keys'], false],
  ['persist', ['/etc/../root'], false],
  ['persist', ['/etc/app/'], false],
  ['persist', ['/'], false],
  ['persist', ['/etc/a b'], false],
  ['device.watchdog', 'software', true],
  ['device.watchdog', true, false],
  ['device.commit.steadySeconds', 10, true],
  ['device.commit.steadySeconds', 9, false],
  ['device.commit.steadySeconds', '30', false],
  ['device.commit.steadySeconds', 30.5, false],
  ['device.commit.limitSeconds', 3600, true],
  ['device.commit.limitSeconds', 3601, false],
  ['install.unattended', true, true],
  ['install.unattended', 'yes', false],
  ['install.then', 'poweroff', true],
  ['outputs', ['iso', 'raw'], true],
  ['outputs', ['vmdk'], false],
  ['cacheDir', '/c', true],
  ['cacheDir', '~/c', false],
  ['cacheDir', null, true],
  ['colour', 'red', false],
];

test('each field takes what it can mean and refuses the rest at its own path', () => {
  for (const [path, value, good] of table) {
    const findings = checkDocument(setAt({}, path, value));
    assert.equal(
      findings.length === 0,
      good,
      `${path} ${JSON.stringify(value)}: ${JSON.stringify(findings)}`,
    );
    for (const finding of findings) {
      assert.ok(finding.path.startsWith(path), `${finding.path} lies in ${path}`);
      assert.notEqual(finding.remedy, '');
    }
  }
});

test('addresses that only look like some are refused, though an editor cannot tell', () => {
  const wrong: [string, unknown][] = [
    ['system.network.addresses', ['10.0.0.1/33']],
    ['system.network.addresses', ['fd00::1/129']],
    ['system.network.addresses', ['fd00::1::2/64']],
    ['system.network.gateway', 'fd00:::1'],
    ['system.network.dns', ['::ffff:1.2.3']],
  ];
  for (const [path, value] of wrong) {
    const [finding, ...others] = checkDocument(setAt({}, path, value));
    assert.ok(finding?.path.startsWith(path), JSON.stringify(value));
    assert.deepEqual(others, []);
  }
});

test('the JSON Schema for editors accepts and refuses the same', () => {
  const schema = projectJsonSchema();
  for (const [path, value, good] of table) {
    assert.equal(acceptedBy(schema, setAt({}, path, value)), good, `${path} ${JSON.stringify(value)}`);
  }
  for (const spec of generatedSpecs(50)) assert.ok(acceptedBy(schema, specToDocument(spec)));
});

test('patterns of the JSON Schema are valid for editors, which compile them with the u flag', () => {
  const patterns = allPatterns(projectJsonSchema());
  assert.ok(patterns.length > 10);
  for (const pattern of patterns) assert.doesNotThrow(() => new RegExp(pattern, 'u'), pattern);
});

test('an unknown key is refused with the one that was meant', () => {
  const [finding, ...others] = checkDocument({ partitions: { sizes: { dokcer: '8G' } } });
  assert.deepEqual(others, []);
  assert.equal(finding?.path, 'partitions.sizes.dokcer');
  assert.match(finding.remedy, /Did you mean `docker`\?/);
});

test('everything that is wrong is said at once', () => {
  const findings = checkDocument({
    release: 'x',
    colour: 1,
    disks: { devices: ['sda1', 3] },
    system: { selinux: 'on' },
  });
  assert.deepEqual(findings.map(({ path }) => path).sort(), [
    'colour',
    'disks.devices[0]',
    'disks.devices[1]',
    'release',
    'system.selinux',
  ]);
});

test('a password given in place of its hash is never repeated', () => {
  const [finding] = checkDocument({ system: { rootPasswordHash: 'my secret' } });
  assert.doesNotMatch(JSON.stringify(finding), /my secret/);
});

test('a key named __proto__ changes nothing and is refused', () => {
  const findings = checkDocument(JSON.parse('{"__proto__": {"release": 43}}'));
  assert.equal(findings.length, 1);
});
