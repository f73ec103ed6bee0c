import assert from 'node:assert/strict';
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { packages, selinuxPackages } from '../e2e/image-project.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { assertError, assertRefused } from './assert-failure.js';
import { type CliProject, cliProject, sharedCache } from './cli-project.js';
import { accounts, closed, everyday, initialSetup, kiosk, noTime } from './kickstart-files.js';

describe('kickstart commands', () => {
  it('have their effects in the image, all that the spec has no field for too', async (t) => {
    const lines = [...packages, ...selinuxPackages, 'chrony', 'NetworkManager'];
    // With a cache of its own: its variants push out nothing that others share, and nobody removes what is looked into.
    const project = await cliProject(t, { lines });
    await project.edit({ outputs: ['iso'], system: { services: { required: ['sshd.service'] } } });
    await project.write('ks/ks.root.cfg', everyday);
    await project.write('ks/accounts.cfg', accounts);
    await project.write('ks/ks.pre-install.cfg', initialSetup);
    await project.must(['lock']);
    await project.must(['build']);
    const slot = slotOf(project);
    const debugfs = (command: string) => mustRun('debugfs', ['-R', command, slot]);
    const effects: [file: string, content: RegExp][] = [
      ['/etc/shadow', /^root:\$6\$abcdefgh\$x{86}:/m],
      ['/etc/passwd', /^op:x:1500:1600:The Operator:\/srv\/home\/op:\/bin\/sh$/m],
      ['/etc/passwd', /^second:x:\d+:\d+::\/home\/second:\/bin\/bash$/m],
      ['/etc/shadow', /^op:!:/m],
      ['/etc/group', /^plc:x:4711:op$/m],
      ['/etc/group', /^fresh:x:4800:op$/m],
      ['/etc/group', /^op:x:1600:$/m],
      ['/etc/group', /^wheel:x:\d+:op$/m],
      ['/root/.ssh/authorized_keys', /^ssh-ed25519 /],
      ['/srv/home/op/.ssh/authorized_keys', /^ssh-ed25519 /],
      ['/var/lib/chrony/.ssh/authorized_keys', /^ssh-ed25519 /],
      ['/etc/ssh/sshd_config.d/01-permitrootlogin.conf', /^PermitRootLogin yes$/m],
      ['/etc/locale.conf', /^LANG=C.UTF-8$/m],
      ['/etc/vconsole.conf', /^KEYMAP=us$/m],
      ['/etc/selinux/config', /^SELINUX=permissive$/m],
      [
        '/etc/X11/xorg.conf.d/00-keyboard.conf',
        /"XkbLayout" "us,cz"\n.*"XkbVariant" ",qwerty"\n.*"grp:alt_shift_toggle"/,
      ],
      ['/etc/adjtime', /^LOCAL$/m],
      ['/etc/chrony.conf', /^server ntp.example.org iburst nts\n(?![\s\S]*^(pool|server))/m],
      [
        profile('tmpfsroot'),
        /^interface-name=eth0$[\s\S]*^address1=192.168.1.10\/24$\n^gateway=192.168.1.1$/m,
      ],
      [profile('eth1.7'), /^type=vlan$[\s\S]*^id=7\nparent=eth1$[\s\S]*^\[ipv6\]\nmethod=disabled$/m],
      [profile('bond0'), /^mtu=9000$[\s\S]*^\[bond\]\nmode=active-backup$/m],
      [profile('bond0-eth2'), /^master=bond0\nslave-type=bond$/m],
    ];
    for (const [file, content] of effects) assert.match(debugfs(`cat ${file}`), content, file);
    assert.match(debugfs('ea_list /etc/shadow'), /security\.selinux \(30\) = "system_u:object_r:shadow_t:s0/);
    assert.match(debugfs('stat /etc/localtime'), /zoneinfo\/Asia\/Tokyo/);
    assert.match(debugfs('stat /etc/systemd/system/default.target'), /multi-user\.target/);
    assert.match(debugfs('stat /etc/systemd/system/multi-user.target.wants/chronyd.service'), /symlink/);
    assert.match(debugfs(`stat ${profile('bond0')}`), /Mode:\s+0600/);
    assertNetworkManagerReads(project, ['tmpfsroot', 'eth1.7', 'bond0', 'bond0-eth2']);
    assert.match(debugfs('stat /srv/home/op/.ssh'), /Mode:\s+0700[\s\S]*User:\s+1500\s+Group:\s+1600/);
    for (const wants of ['multi-user.target.wants/initial-setup', 'sysinit.target.wants/systemd-pstore']) {
      const link = `etc/systemd/system/${wants}.service`;
      assert.ok(lstatSync(path.join(treeOf(project), link)).isSymbolicLink(), `${wants} of the packages`);
      assert.doesNotMatch(debugfs(`stat /${link}`), /symlink/);
    }
    assert.deepEqual(recordOf(project).spec.system.languages, ['C.UTF-8', 'en_US.UTF-8']);
    const medium = mediumOf(project);
    assert.match(medium('install.conf'), /^TFR_THEN='poweroff'$/m);
    assert.match(medium('log.labels'), /^system_u:object_r:var_log_t:s0 \.$/m);
    assert.match(medium('esp/EFI/tfr/grub.cfg'), /^\s*linux .* quiet isolcpus=1,2$/m);
  });

  it('of a kiosk: what excludes the everyday ones, and every kind of network profile', async (t) => {
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
    assert.doesNotMatch(
      nothing('stat /etc/systemd/system/multi-user.target.wants/chronyd.service'),
      /symlink/,
    );

    await project.write(
      'ks/ks.root.cfg',
      'network --device=link\nnetwork --device=bond0 --bondslaves=eth2 --bondopts=num_grat_arp=1,num_unsol_na=2\n',
    );
    const { status, stderr } = await project.run(['build']);
    assert.equal(status, 1, stderr);
    assert.match(stderr, /cannot have different values/);
    assert.match(stderr, /ks\/ks\.root\.cfg:2: `network` could not be applied/);
  });

  it('that need a package which the image lacks stop the build at their line', async (t) => {
    const project = await cliProject(t, { cacheDir: sharedCache });
    await project.must(['lock']);
    for (const [line, lacking] of [
      ['firewall --enabled --service=ssh', /no firewalld/],
      ['authselect select local', /no authselect/],
      ['timesource --ntp-pool=pool.ntp.org', /no chrony/],
      ['network --device=br0 --bridgeslaves=eth1', /no NetworkManager/],
    ] as const) {
      await project.write('ks/ks.root.cfg', `# mine\n${line}\n`);
      const ran = await project.run(['build']);
      assert.equal(ran.status, 2, ran.stderr);
      assert.match(ran.stderr, lacking);
      assert.match(ran.stderr, /ks\/ks\.root\.cfg:2/);
    }
    await project.write('ks/ks.root.cfg', 'selinux --enforcing\n');
    assertError(
      await project.run(['build']),
      2,
      /lacks .*`selinux-policy-targeted`, `policycoreutils`, `libselinux-utils`/,
    );
  });

  it('that are wrong stop lock and build before anything is written', async (t) => {
    const project = await cliProject(t);
    await project.write('ks/ks.root.cfg', 'langs C\n\nclearpart --all\n');
    for (const command of ['lock', 'build'])
      await assertRefused(project, [command], /ks\.root\.cfg:1: .*`lang`/, /ks\.root\.cfg:3: .*DISK_DEVS/);
  });
});

function profile(name: string): string {
  return `/etc/NetworkManager/system-connections/${name}.nmconnection`;
}

interface BuildRecord {
  keys: { tree: string; slot: string };
  spec: { system: { languages: string[] } };
}

function recordOf(project: CliProject): BuildRecord {
  return JSON.parse(readFileSync(path.join(project.dir, 'output/build.json'), 'utf8')) as BuildRecord;
}

function slotOf(project: CliProject): string {
  return path.join(project.cacheDir, 'stages', `slot-${recordOf(project).keys.slot}`, 'slot.img');
}

/** The root as the packages alone make it. */
function treeOf(project: CliProject): string {
  return path.join(project.cacheDir, 'stages', `tree-${recordOf(project).keys.tree}`, 'root');
}

/** Files of ours on the installer's medium. */
function mediumOf(project: CliProject): (file: string) => string {
  const folder = path.join(project.scratch, 'medium');
  const iso = path.join(project.dir, 'output/small-installer.iso');
  mustRun('xorriso', ['-osirrox', 'on', '-indev', iso, '-extract', '/tfr', folder]);
  return (file) => readFileSync(path.join(folder, file), 'utf8');
}

/** Has the image's own NetworkManager read profiles: nmcli refuses what it would refuse. */
function assertNetworkManagerReads(project: CliProject, names: readonly string[]): void {
  const tree = treeOf(project);
  for (const name of names) {
    const input = mustRun('debugfs', ['-R', `cat ${profile(name)}`, slotOf(project)]);
    assert.notEqual(input, '', name);
    const words = ['nmcli', '--offline', 'connection', 'modify', 'connection.autoconnect-retries', '1'];
    const { status, stdout, stderr } = runProgram('chroot', [tree, ...words], { input });
    assert.equal(status, 0, `${name}: ${stderr}`);
    assert.match(stdout, /^\[connection\]$/m, name);
    // What it does not know it leaves out, without a word; and what is so anyway.
    const values = [...input.matchAll(/^[a-z0-9-]+=(?!true$)(.+)$/gm)].map(([, value]) => value as string);
    for (const value of values) assert.ok(stdout.includes(value), `${name}: ${value}\n${stdout}`);
  }
}
