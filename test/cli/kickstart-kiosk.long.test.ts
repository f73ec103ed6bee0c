import assert from 'node:assert/strict';
import { it } from 'node:test';
import { packages, selinuxPackages } from '../e2e/image-project.js';
import { mustRun } from '../helpers/run-program.js';
import { cliProject } from './cli-project.js';
import { closed, kiosk, noTime } from './kickstart-files.js';
import { assertNetworkManagerReads, mediumOf, profile, slotOf } from './kickstart-image.js';

it('kickstart commands of a kiosk: what excludes the everyday ones, and every kind of network profile', async (t) => {
  const lines = [...packages, ...selinuxPackages, 'authselect', 'chrony', 'firewalld', 'NetworkManager'];
  const project = await cliProject(t, { lines });
  await project.edit({ outputs: ['iso'], system: {} });
  await project.must(['lock']);
  const build = async (kickstart: string) => {
    await project.write('ks/ks.root.cfg', kickstart);
    await project.must(['build']);
    const slot = slotOf(project);
    return (command: string) => mustRun('debugfs', ['-R', command, slot]);
  };
  const debugfs = await build(kiosk);
  const cat = (file: string) => debugfs(`cat ${file}`);
  const shadow = cat('/etc/shadow');
  assert.match(shadow, /^root:\$6\$/m);
  assert.match(shadow, /^clear:\$6\$/m);
  assert.doesNotMatch(shadow, /secret/);
  const [, salt = '', hashed = ''] = /^clear:\$6\$([^$]+)\$([^:]+)/m.exec(shadow) ?? [];
  const asked = mustRun('openssl', ['passwd', '-6', '-salt', salt, 'second-secret']).trim();
  assert.equal(asked, `$6$${salt}$${hashed}`);
  const zone = cat('/etc/firewalld/zones/public.xml');
  const open = [...zone.matchAll(/<service name="([^"]+)"/g)].map(([, name]) => name);
  assert.deepEqual(open, ['dhcpv6-client', 'dns', 'ftp', 'http', 'smtp', 'ssh']);
  assert.match(zone, /<port port="8080" protocol="tcp"\/>\n.*<port port="1234" protocol="udp"\/>/);
  assert.match(cat('/etc/firewalld/zones/trusted.xml'), /<interface name="eth1"\/>/);
  assert.match(
    debugfs('stat /etc/systemd/system/multi-user.target.wants/firewalld.service'),
    /Type: symlink/,
  );
  assert.equal(cat('/etc/authselect/asked'), 'select minimal with-faillock --force\n');
  assert.match(cat('/etc/adjtime'), /^UTC$/m);
  assert.match(cat('/etc/chrony.conf'), /^server old.example.org iburst\npool pool.example.org iburst\n/);
  assert.match(cat('/etc/selinux/config'), /^SELINUX=disabled$/m);
  assert.doesNotMatch(debugfs('ea_list /'), /selinux/);
  assert.match(debugfs('stat /etc/systemd/system/default.target'), /graphical\.target/);
  assert.equal(cat('/etc/hostname'), 'kiosk-1\n');
  assert.match(mediumOf(project)('install.conf'), /^TFR_THEN='reboot'$/m);
  const profiles: [name: string, lines: readonly string[]][] = [
    [
      'eth0',
      [
        ...['dns-search=a.example;b.example;', 'dns-search=c.example;', 'ignore-auto-dns=true'],
        'never-default=true',
      ],
    ],
    ['eth1', ['method=auto', 'dns=9.9.9.9;', 'ignore-auto-dns=true']],
    [
      '525400123456',
      ['mac-address=52:54:00:12:34:56', 'method=disabled', 'address1=fd00::10/64', 'gateway=fd00::1'],
    ],
    ['br0', ['type=bridge', 'stp=true', 'priority=4096']],
    ['br0-eth4', ['master=br0', 'slave-type=bridge']],
    ['plant', ['type=vlan', 'interface-name=plant', 'id=9', 'parent=eth5']],
  ];
  for (const [name, wanted] of profiles) {
    const have = cat(profile(name)).split('\n');
    for (const line of wanted) assert.ok(have.includes(line), `${name}: no ${line} in ${have.join('|')}`);
  }
  assert.match(cat(profile('eth2')), /^autoconnect=false$/m);
  assertNetworkManagerReads(project, ['br0-eth3', 'eth2', ...profiles.map(([name]) => name)]);

  const tight = await build(`${closed}${noTime}`);
  assert.match(tight('cat /etc/shadow'), /^root:!:/m);
  assert.match(tight('cat /etc/selinux/config'), /^SELINUX=enforcing$/m);
  assert.match(tight('ea_list /'), /security\.selinux .*:root_t:/);
  // As the package has it, and neither enabled nor disabled by us.
  assert.match(tight('stat /etc/firewalld/zones/public.xml'), /^$/);
  assert.doesNotMatch(tight('stat /etc/systemd/system/multi-user.target.wants/chronyd.service'), /symlink/);
  const nothing = await build(closed);
  assert.doesNotMatch(nothing('stat /etc/systemd/system/multi-user.target.wants/chronyd.service'), /symlink/);

  await project.write(
    'ks/ks.root.cfg',
    'network --device=link\nnetwork --device=bond0 --bondslaves=eth2 --bondopts=num_grat_arp=1,num_unsol_na=2\n',
  );
  const { status, stderr } = await project.run(['build']);
  assert.equal(status, 1, stderr);
  assert.match(stderr, /cannot have different values/);
  assert.match(stderr, /ks\/ks\.root\.cfg:2: `network` could not be applied/);
});
