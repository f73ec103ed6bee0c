import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import type { SystemSpec } from '../../../src/config/image-spec.js';
import type { SettingFile } from '../../../src/image/settings/setting-file.js';
import { settingFiles } from '../../../src/image/settings/settings.js';
import { firewallFiles, systemFiles } from '../../../src/image/settings/system-files.js';
import { groupScript, systemScript } from '../../../src/image/settings/system-script.js';
import { systemOf } from '../../project/kickstart/parsed.js';
import { specOf } from '../spec-of.js';

/** Files of NetworkManager's profiles. */
function profilesOf(said: SystemSpec): SettingFile[] {
  const files = settingFiles(specOf((spec) => void Object.assign(spec.system, said)));
  return files.filter(({ path: file }) => file.endsWith('.nmconnection'));
}

test('where nothing is set nothing is done', () => {
  const { system } = defaultSpec();
  assert.deepEqual(systemFiles(system), []);
  assert.equal(groupScript(system) + systemScript(system, (field) => field), '');
});

test('zones are written where firewalld has no program in the image', () => {
  const { firewall } = systemOf('firewall --service=http --remove-service=ssh --port=8080 --trust=eth1');
  const [zone, trusted] = firewallFiles(firewall);
  assert.equal(zone?.path, 'etc/firewalld/zones/public.xml');
  assert.deepEqual(zone?.content.match(/(?<=<service name=")[^"]+/g), ['dhcpv6-client', 'http', 'mdns']);
  assert.match(zone?.content ?? '', /<port port="8080" protocol="tcp"\/>/);
  assert.match(trusted?.content ?? '', /target="ACCEPT"[\s\S]*<interface name="eth1"\/>/);
});

test('profiles of devices say what NetworkManager must know, and nobody else reads them', () => {
  const files = profilesOf(
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

test('all wired interfaces share a profile for any of them, unless it has an address, which one alone can have', () => {
  for (const [line, isShared] of [
    ['network --device=link --mtu=9000', true],
    ['network --device=link --nodns --bootproto=static --ip=10.0.0.2 --netmask=24', false],
    ['network --device=link --bootproto=static --ip=10.0.0.2 --netmask=24', false],
    ['network --device=link --nameserver=9.9.9.9', true],
  ] as const) {
    const [file, ...others] = profilesOf(systemOf(line));
    assert.equal(others.length, 0);
    assert.equal(file?.content.includes('multi-connect=3'), isShared, line);
    assert.match(file?.content ?? '', /^autoconnect-priority=10$/m);
  }
});
