import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { documentToSpec } from '../../../src/config/document.js';
import type { ProjectFile } from '../../../src/config/schema.js';
import { networkProfile } from '../../../src/image/settings/network-profile.js';
import type { SettingFile } from '../../../src/image/settings/setting-file.js';
import { settingFiles } from '../../../src/image/settings/settings.js';
import { systemScript } from '../../../src/image/settings/system-script.js';
import { bondValues } from '../../../src/project/kickstart/bond-values.js';
import { bondOptionModes, bridgeRanges } from '../../../src/project/kickstart/device-options.js';
import { kickstartLayer } from '../../../src/project/kickstart/kickstart-layer.js';
import { randomOf } from '../../helpers/random.js';
import { runProgram } from '../../helpers/run-program.js';
import { parsed, saidBy } from '../../project/kickstart/parsed.js';
import { prepareDeviceReaders, readByNetworkManager } from '../device-readers.js';
import { settingFunctions } from './setting-functions.js';

let root: string;

before(
  async () => {
    root = await prepareDeviceReaders();
  },
  { timeout: 1_800_000 },
);

/** Profiles that a line of kickstart becomes; null where it is refused. */
function profilesOf(line: string): SettingFile[] | null {
  const kickstart = parsed(line);
  if (kickstart.findings.length > 0) return null;
  const spec = documentToSpec((kickstartLayer(kickstart)?.document ?? {}) as ProjectFile, 'small');
  return settingFiles(spec).filter(({ path }) => path.endsWith('.nmconnection'));
}

/** NetworkManager takes the profile, and all that it says. */
function assertRead(profile: string, where: string): void {
  const { status, stdout, stderr } = readByNetworkManager(root, profile);
  assert.equal(status, 0, `${where}\n${profile}\n${stderr}`);
  const said = stdout.split('\n');
  const gateways = [...profile.matchAll(/^gateway=(.+)$/gm)].map(([, gateway]) => gateway as string);
  // What it does not know it leaves out, without a word; and what is so anyway.
  const lines = profile.match(/^[a-z0-9_-]+=(?!true$|auto$).+$/gm) ?? [];
  for (const line of lines.filter((one) => !one.startsWith('gateway='))) {
    const back = [line, ...gateways.map((gateway) => `${line},${gateway}`)];
    assert.ok(
      said.some((one) => back.includes(one)),
      `${where}\nno ${line} in\n${stdout}`,
    );
  }
  for (const gateway of gateways)
    assert.ok(stdout.includes(`,${gateway}\n`), `${where}\nno ${gateway}\n${stdout}`);
}

const kinds = [
  ...[
    '--device=link',
    '--device=eth1',
    '--device=52:54:00:12:34:56 --bindto=mac',
    '--device=eth1 --vlanid=7',
    '--device=bond0 --bondslaves=eth2,eth3 --vlanid=7',
  ],
  ...['--device=eth1 --vlanid=7 --interfacename=plc', '--device=bond0 --bondslaves=eth2,eth3'],
  ...['--device=bond0 --bondslaves=eth2,eth3 --bondopts=mode=active-backup,primary=eth2,miimon=100'],
  ...[
    '--device=br0 --bridgeslaves=eth4',
    '--device=br0 --bridgeslaves=eth4,eth5 --bridgeopts=stp=no,priority=4096',
  ],
];

/** Of each group one, or none. */
const groups = [
  [
    '--noipv4',
    '--noipv4 --noipv6',
    '--bootproto=static --ip=10.0.0.2 --netmask=24',
    '--ip=10.0.0.2 --netmask=24 --gateway=10.0.0.1',
  ],
  ['--noipv6', '--ipv6=dhcp', '--ipv6=fd00::2/64', '--ipv6=fd00::2/64 --ipv6gateway=fd00::1'],
  ['--nameserver=9.9.9.9', '--nameserver=fd00::53', '--nameserver=9.9.9.9,fd00::53'],
  ['--nodns', '--ipv4-ignore-auto-dns', '--ipv6-ignore-auto-dns'],
  ['--ipv4-dns-search=a.example,b.example', '--ipv6-dns-search=c.example'],
  ['--nodefroute'],
  ['--mtu=1400'],
  ['--onboot=no'],
];

test('NetworkManager takes every profile that a `network` line becomes, or the line is refused', () => {
  const random = randomOf(4);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] as string;
  let count = 0;
  for (let round = 0; round < 25; round++) {
    for (const kind of kinds) {
      const options = groups.flatMap((group) => (random() < 0.4 ? [pick(group)] : []));
      const line = ['network', kind, ...options].join(' ');
      const profiles = profilesOf(line) ?? [];
      for (const { content } of profiles) assertRead(content, line);
      count += profiles.length;
    }
  }
  assert.ok(count > 200, `${count} profiles`);
});

test('devices without addresses: NetworkManager takes one profile for each device', () => {
  for (const [lines, expected] of [
    [['network --device=eth1 --noipv4 --noipv6 --onboot=off'], ['eth1']],
    [
      [
        'network --bootproto=static --noipv4 --noipv6 --device=eno1 --onboot=off --no-activate',
        'network --device=bond0 --bondslaves=eno1,eno2 --ip=192.0.2.21 --netmask=24 --noipv6',
        'network --device=eno2 --mtu=9000',
      ],
      ['bond0', 'bond0-eno1', 'bond0-eno2'],
    ],
    [
      [
        'network --device=bond0 --noipv4 --noipv6 --bondslaves=eno1',
        'network --device=bond0 --noipv4 --noipv6 --vlanid=30',
        'network --device=br0 --bridgeslaves=bond0.30,eno2 --bootproto=dhcp',
      ],
      ['bond0', 'bond0-eno1', 'bond0.30', 'br0', 'br0-eno2'],
    ],
    [
      ['network --device=bond0 --bondslaves=eno1 --vlanid=7 --bootproto=dhcp'],
      ['bond0', 'bond0-eno1', 'bond0.7'],
    ],
  ] as const) {
    const profiles = profilesOf(lines.join('\n')) ?? [];
    assert.deepEqual(
      profiles.map(({ path }) => path.replace(/^.*\/(.*)\.nmconnection$/, '$1')),
      expected,
    );
    const interfaces = profiles.map(({ content }) => /^interface-name=(.*)$/m.exec(content)?.[1]);
    assert.equal(new Set(interfaces).size, profiles.length, interfaces.join(' '));
    for (const { content } of profiles) {
      assertRead(content, lines.join('\n'));
      assert.equal(/^\[ipv4\]$/m.test(content), !/^master=/m.test(content), content);
    }
  }
});

/** A value of each option that NetworkManager does not take for granted, and what else it wants beside it. */
const usualValues: Readonly<Record<string, string>> = {
  mode: '',
  miimon: '50',
  updelay: '100;miimon=50',
  downdelay: '100;miimon=50',
  arp_interval: '70;arp_ip_target=10.0.0.9,10.0.0.8',
  arp_ip_target: '10.0.0.9;arp_interval=70',
  arp_validate: 'all;arp_interval=70;arp_ip_target=10.0.0.9',
  arp_all_targets: 'all',
  primary: 'eth2',
  primary_reselect: 'better',
  active_slave: 'eth2',
  fail_over_mac: 'active',
  use_carrier: '0',
  all_slaves_active: '1',
  ad_select: 'bandwidth',
  xmit_hash_policy: 'layer3+4',
  ad_actor_system: '02:11:22:33:44:55',
  lacp_rate: 'fast',
  peer_notif_delay: '100;miimon=50',
  tlb_dynamic_lb: '0',
};

test('options of a bond are those that NetworkManager takes in its mode', () => {
  const modes = bondOptionModes.mode ?? [];
  assert.equal(modes.length, 7);
  for (const [name, counting] of Object.entries(bondOptionModes)) {
    for (const mode of modes) {
      const words = name === 'mode' ? '' : `;${name}=${usualValues[name] ?? '1'}`;
      const line = `network --device=bond0 --bondslaves=eth2,eth3 --bondopts="mode=${mode}${words}"`;
      const profiles = profilesOf(line);
      assert.equal(profiles !== null, counting.includes(mode), line);
      if (profiles !== null) for (const { content } of profiles) assertRead(content, line);
      else assert.ok(!isTaken(mode, words), `${line}: NetworkManager takes it`);
    }
  }
});

test('values of a bond’s options are those that NetworkManager takes', () => {
  for (const [name, values] of Object.entries(bondValues)) {
    const mode = bondOptionModes[name]?.[0] ?? '';
    const beside = (usualValues[name] ?? '').split(';').slice(1);
    const some =
      'words' in values
        ? [...values.words, String(values.words.length - 1), String(values.words.length), 'other']
        : 'fits' in values
          ? ['eth2', '10.0.0.9', '02:11:22:33:44:55', '01:11:22:33:44:55', '00:00:00:00:00:00', '7']
          : [values.least - 1, values.least, values.most, values.most + 1].map(String);
    for (const value of some) {
      const words = [`mode=${mode}`, `${name}=${value}`, ...beside].join(';');
      const line = `network --device=bond0 --bondslaves=eth2,eth3 --bondopts="${words}"`;
      const profiles = profilesOf(line);
      if (profiles !== null) for (const { content } of profiles) assertRead(content, line);
      // Ports of the bond are not known to NetworkManager yet, and groups' addresses are the kernel's concern.
      else if (!/^(primary|active_slave)$/.test(name) && !value.startsWith('01:'))
        assert.ok(!isTaken(mode, `;${name}=${value}${beside.map((one) => `;${one}`).join('')}`), line);
    }
  }
});

/** Whether all of the options come back. */
function isTaken(mode: string, words: string): boolean {
  const lines = [`mode=${mode}`, ...words.split(';').slice(1)];
  const head = '[connection]\nid=bond0\ntype=bond\ninterface-name=bond0\n[bond]\n';
  const { status, stdout } = readByNetworkManager(root, `${head}${lines.join('\n')}\n`);
  return status === 0 && lines.every((line) => stdout.split('\n').includes(line));
}

test('options of a bridge may be what NetworkManager takes', () => {
  const { stp: _, ...numbers } = bridgeRanges;
  for (const [name, [least, most]] of Object.entries(numbers)) {
    for (const value of [least - 1, least, most, most + 1]) {
      const line = `network --device=br0 --bridgeslaves=eth2 --bridgeopts=${name}=${value}`;
      const profiles = profilesOf(line);
      assert.equal(profiles !== null, value >= least && value <= most, line);
      if (profiles !== null) for (const { content } of profiles) assertRead(content, line);
      else if (value >= 0) assert.ok(!isBridgeTaken(`${name}=${value}`), `${line}: NetworkManager takes it`);
    }
  }
});

function isBridgeTaken(option: string): boolean {
  const profile = `[connection]\nid=br0\ntype=bridge\ninterface-name=br0\n[bridge]\n${option}\n`;
  const { status, stdout } = readByNetworkManager(root, profile);
  return status === 0 && stdout.split('\n').includes(option);
}

test('the image is not built when its NetworkManager leaves out an option of a bond, or refuses the profile', () => {
  const { system, where } = saidBy('network --device=link', 'network --device=bond0 --bondslaves=eth2');
  const [bond] = system.network.connections;
  assert.ok(bond !== undefined);
  for (const [options, why] of [
    // A NetworkManager that knows fewer values than we do.
    [['miimon=often'], /NetworkManager does not take miimon=often/],
    [['num_grat_arp=1', 'num_unsol_na=2'], /cannot have different values/],
  ] as const) {
    const connections = [{ ...bond, options: [...options] }];
    const script = systemScript({ ...system, network: { ...system.network, connections } }, where);
    const [file] = connections.map((one) => networkProfile(one, connections));
    const lines =
      'mount -t tmpfs profiles "$1/etc/NetworkManager/system-connections"; printf "%s" "$3" >"$1/$2"; chroot "$1" sh';
    const words = ['-m', 'sh', '-euc', lines, 'sh', root, file?.path ?? '', file?.content ?? ''];
    const { status, stderr } = runProgram('unshare', words, { input: settingFunctions + script });
    assert.equal(status, 1);
    assert.match(stderr, why);
    assert.match(stderr, /ks\/ks\.root\.cfg:2: `network` could not be applied/);
  }
});
