import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { firewallFiles, systemFiles } from '../../src/image/system-files.js';
import { groupScript, systemScript } from '../../src/image/system-script.js';
import { type KickstartSystem, plainSystem } from '../../src/project/kickstart/kickstart-system.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';
import { parsed } from '../project/kickstart/parsed.js';

function systemOf(...lines: string[]): KickstartSystem {
  const { system, findings } = parsed(lines.join('\n'));
  assert.deepEqual(findings, []);
  return system;
}

test('without kickstart commands nothing is done', () => {
  assert.deepEqual(systemFiles(plainSystem), []);
  assert.equal(groupScript(plainSystem) + systemScript(plainSystem), '');
});

/** Runs the script of a system with programs that only write down how they were called. */
function callsOf(t: TestContext, system: KickstartSystem): string {
  const dir = scratchFolder(t);
  const log = path.join(dir, 'calls');
  for (const name of ['firewall-offline-cmd', 'authselect', 'systemctl', 'groupadd']) {
    writeTree(dir, { [`bin/${name}`]: `#!/bin/sh\necho "${name} $*" >>"${log}"\n` });
    chmodSync(path.join(dir, 'bin', name), 0o755);
  }
  const env = { PATH: `${dir}/bin:/usr/bin:/bin` };
  mustRun('/bin/sh', ['-c', groupScript(system) + systemScript(system)], { env });
  return existsSync(log) ? readFileSync(log, 'utf8') : '';
}

test("firewall and authselect are set up by the image's own programs", (t) => {
  const system = systemOf(
    'firewall --enabled --http --remove-service=mdns --port=8080,53:udp --trust=eth1',
    'authselect select local with-mkhomedir --force',
    'skipx',
  );
  assert.equal(
    callsOf(t, system),
    [
      'firewall-offline-cmd --enabled --service=http --service=ssh --remove-service=mdns --port=8080:tcp --port=53:udp --trust=eth1',
      'systemctl --quiet enable firewalld',
      'authselect select local with-mkhomedir --force',
      'systemctl --quiet set-default multi-user.target',
      '',
    ].join('\n'),
  );
});

test('groups that are there are left alone, others are made with their numbers', (t) => {
  const system = systemOf('group --name=root', 'group --name=plc --gid=4711', 'user --name=op --gid=4712');
  assert.equal(callsOf(t, system), 'groupadd -g 4711 plc\ngroupadd -g 4712 op\n');
});

test('a key for a user that is not there stops the build, with the line', () => {
  const key = `ssh-ed25519 ${'A'.repeat(60)}`;
  const script = systemScript(systemOf('skipx', `sshkey --username=nobody-here "${key}"`));
  const { status, stderr } = runProgram('/bin/sh', ['-c', script]);
  assert.equal(status, 1);
  assert.match(stderr, /ks\/ks\.root\.cfg:2: there is no user `nobody-here`/);
});

test('zones are written where firewalld has no program in the image', () => {
  const { firewall } = systemOf('firewall --service=http --remove-service=ssh --port=8080 --trust=eth1');
  assert.ok(firewall !== null);
  const [zone, trusted] = firewallFiles(firewall);
  assert.equal(zone?.path, 'etc/firewalld/zones/public.xml');
  assert.deepEqual(zone?.content.match(/(?<=<service name=")[^"]+/g), ['dhcpv6-client', 'http', 'mdns']);
  assert.match(zone?.content ?? '', /<port port="8080" protocol="tcp"\/>/);
  assert.match(trusted?.content ?? '', /target="ACCEPT"[\s\S]*<interface name="eth1"\/>/);
});

test('profiles of devices say what NetworkManager must know, and nobody else reads them', () => {
  const files = systemFiles(
    systemOf(
      'network --device=52:54:00:ab:cd:ef --bootproto=static --ip=10.0.0.2 --netmask=24 --nodefroute',
      'network --device=br0 --bridgeslaves=eth4 --bridgeopts=stp=no --onboot=no --nameserver=9.9.9.9,fd00::1',
    ),
  );
  assert.deepEqual(
    files.map(({ path: file, mode }) => [path.basename(file), mode]),
    ['525400abcdef', 'br0', 'br0-eth4'].map((name) => [`${name}.nmconnection`, 0o600]),
  );
  const [mac = '', bridge = '', port = ''] = files.map(({ content }) => content);
  assert.match(mac, /^\[ethernet\]\nmac-address=52:54:00:AB:CD:EF$/m);
  assert.match(mac, /^\[ipv4\]\nmethod=manual\naddress1=10.0.0.2\/24\nnever-default=true$/m);
  assert.doesNotMatch(mac, /interface-name/);
  assert.match(bridge, /^type=bridge\ninterface-name=br0\nautoconnect=false$/m);
  assert.match(bridge, /^\[bridge\]\nstp=false$/m);
  assert.match(bridge, /^\[ipv4\]\nmethod=auto\ndns=9.9.9.9;$[\s\S]*^\[ipv6\]\nmethod=auto\ndns=fd00::1;$/m);
  assert.match(port, /^interface-name=eth4\nmaster=br0\nslave-type=bridge$/m);
});
