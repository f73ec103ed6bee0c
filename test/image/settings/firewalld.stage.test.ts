import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { firewallFiles } from '../../../src/image/settings/system-files.js';
import { systemScript } from '../../../src/image/settings/system-script.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { saidBy } from '../../project/kickstart/parsed.js';
import { prepareDeviceReaders, runWithFirewalld, zonesAfter } from '../device-readers.js';
import { settingFunctions } from './setting-functions.js';

let root: string;

before(
  async () => {
    root = await prepareDeviceReaders();
  },
  { timeout: 1_800_000 },
);

/** Commands, and what the zones must hold: services and ports of the public one, interfaces of the trusted one. */
const table: [words: string, services: string, ports: string, trusted: string][] = [
  ['--enabled', 'dhcpv6-client ssh', '', ''],
  ['--http --smtp --ftp --ssh', 'dhcpv6-client ftp http smtp ssh', '', ''],
  ['--service=dns,mdns --remove-service=dhcpv6-client,ssh', 'dns mdns', '', ''],
  [
    '--port=8080,53:udp,9000-9010:tcp,132:sctp',
    'dhcpv6-client ssh',
    '132/sctp 53/udp 8080/tcp 9000-9010/tcp',
    '',
  ],
  ['--remove-service=ssh --port=0:tcp,65535:dccp,ntp:udp', 'dhcpv6-client', '0/tcp 123/udp 65535/dccp', ''],
  ['--trust=eth1 --trust=br0.7', 'dhcpv6-client ssh', '', 'br0.7 eth1'],
];

test('firewalld takes the words that it is given, and has the same zones from files of ours', (t) => {
  for (const [words, services, ports, trusted] of table) {
    // Fedora's zone has mdns besides, Debian's has not.
    const command = words.includes('mdns') ? words : `${words} --remove-service=mdns`;
    const { system, where } = saidBy(`firewall ${command}`);
    const told = zonesAfter(root, settingFunctions + systemScript(system, where));
    assert.deepEqual(
      [told.public.services, told.public.ports, told.trusted.interfaces, told.trusted.target],
      [services, ports, trusted, 'ACCEPT'],
      words,
    );
    const dir = scratchFolder(t);
    const files = firewallFiles(system.firewall);
    writeTree(dir, Object.fromEntries(files.map(({ path: file, content }) => [file, content])));
    assert.deepEqual(zonesAfter(root, '', path.join(dir, 'etc/firewalld')), told, words);
  }
});

test('a service that firewalld does not know stops the build, with the line', () => {
  const { system, where } = saidBy('firewall --service=no-such');
  const script = settingFunctions + systemScript(system, where);
  const { status, stderr } = runWithFirewalld(root, script);
  assert.equal(status, 1, stderr);
  assert.match(stderr, /INVALID_SERVICE.*no-such/);
  assert.match(stderr, /^ks\/ks\.root\.cfg:1: `firewall` could not be applied\.$/m);
});
