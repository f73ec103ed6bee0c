import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { userSpec } from '../../../src/config/fields/user.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { kickstartSettings } from '../../../src/image/anaconda/kickstart-settings.js';

function linesOf(change: (spec: ImageSpec) => void): string[] {
  const spec = defaultSpec({ name: 'robot' });
  change(spec);
  return kickstartSettings(spec);
}

test('the default settings as kickstart commands', () => {
  assert.deepEqual(
    linesOf(() => {}),
    [
      'lang en_US.UTF-8',
      'keyboard --vckeymap=us',
      'timezone UTC --utc',
      'network --hostname=robot',
      'rootpw --lock',
      'selinux --disabled',
      'reboot',
    ],
  );
});

/** Changes of the default spec, and the lines that it gets by them. All were read back by pykickstart 3.78 as F38 to F45. */
const table: [change: (spec: ImageSpec) => void, lines: string[]][] = [
  [
    ({ system }) => (system.languages = ['ja_JP.UTF-8', 'en_US.UTF-8', 'C.UTF-8']),
    ['lang ja_JP.UTF-8 --addsupport=en_US.UTF-8,C.UTF-8'],
  ],
  [({ system }) => (system.rootPasswordHash = '$6$a/b.c$x=1'), ['rootpw --iscrypted $6$a/b.c$x=1']],
  [
    ({ system }) => (system.rootSshKeys = ['ssh-rsa AAAA= me', 'ssh-rsa AAAA= me', 'ssh-rsa B "x" \\ # y']),
    ['sshkey --username=root "ssh-rsa AAAA= me"', 'sshkey --username=root "ssh-rsa B \\"x\\" \\\\ # y"'],
  ],
  [
    ({ system }) =>
      (system.users = [
        userSpec({
          name: 'op',
          groups: ['wheel', 'dialout'],
          passwordHash: '$y$x',
          sshKeys: ['ssh-rsa A op'],
        }),
        userSpec({ name: 'svc', groups: [], passwordHash: null, sshKeys: [] }),
      ]),
    [
      'user --name=op --groups=wheel,dialout --password=$y$x --iscrypted',
      'sshkey --username=op "ssh-rsa A op"',
      'user --name=svc --lock',
    ],
  ],
  [
    ({ system }) =>
      (system.services = {
        ...system.services,
        enabled: ['sshd'],
        disabled: ['a', 'b'],
        required: ['sshd.service', 'c'],
      }),
    ['services --enabled=sshd,c --disabled=a,b'],
  ],
  [
    ({ system }) => (system.kernelArguments = ['mitigations=off', 'isolcpus=1,2']),
    ['bootloader --append="mitigations=off isolcpus=1,2"'],
  ],
  [({ system }) => (system.selinux = 'permissive'), ['selinux --permissive']],
  [({ install }) => (install.then = 'poweroff'), ['poweroff']],
  [({ system }) => (system.network.device = 'eth1'), ['network --bootproto=dhcp --device=eth1']],
  [
    ({ system }) => (system.network.dns = ['9.9.9.9', 'fd00::53']),
    ['network --bootproto=dhcp --device=link --nameserver=9.9.9.9,fd00::53'],
  ],
  [
    ({ system }) =>
      (system.network = {
        ...system.network,
        device: 'enp1s0',
        addresses: ['192.168.1.10/20', '192.168.1.11/20'],
        gateway: '192.168.0.1',
        dns: ['9.9.9.9'],
      }),
    [
      'network --bootproto=static --device=enp1s0 --ip=192.168.1.10 --netmask=255.255.240.0 --gateway=192.168.0.1 --nameserver=9.9.9.9',
    ],
  ],
  [
    ({ system }) =>
      (system.network = {
        ...system.network,
        device: null,
        addresses: ['fd00::10/64'],
        gateway: 'fe80::1',
        dns: [],
      }),
    ['network --noipv4 --device=link --ipv6=fd00::10/64 --ipv6gateway=fe80::1'],
  ],
];

test('each setting becomes the command that means it', () => {
  const before = linesOf(() => {});
  for (const [change, lines] of table) {
    const added = linesOf(change).filter((line) => !before.includes(line));
    assert.deepEqual(added, lines);
  }
});
