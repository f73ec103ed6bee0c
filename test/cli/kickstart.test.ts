import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { packages } from '../e2e/image-project.js';
import { mustRun } from '../helpers/run-program.js';
import { sshKey } from '../spec/generated-specs.js';
import { assertRefused } from './assert-failure.js';
import { type CliProject, cliProject, sharedCache } from './cli-project.js';

const hash = `$6$abcdefgh$${'x'.repeat(86)}`;

const rootKickstart = `# As with the seed.
text
zerombr
%include accounts.cfg
lang C.UTF-8 --addsupport=en_US.UTF-8
keyboard --vckeymap=us --xlayouts='us','cz (qwerty)' --switch=grp:alt_shift_toggle
timezone Asia/Tokyo
timesource --ntp-server=ntp.example.org --nts
network --bootproto=static --device=eth0 --ip=192.168.1.10 --netmask=255.255.255.0 --gateway=192.168.1.1
network --device=eth1 --vlanid=7 --bootproto=dhcp --noipv6
network --device=bond0 --bondslaves=eth2,eth3 --bondopts=mode=active-backup --mtu=9000
services --enabled=chronyd --disabled=systemd-networkd
firewall --disabled
firstboot --disable
skipx
bootloader --location=mbr --append="quiet isolcpus=1,2"
eula --agreed
poweroff --eject
%addon com_redhat_kdump --disable
%end
`;
const accounts = `rootpw --iscrypted --allow-ssh ${hash}
group --name=plc --gid=4711
user --name=op --groups=plc,wheel,fresh(4800) --uid=1500 --gid=1600 --homedir=/srv/home/op --shell=/bin/sh --gecos="The Operator" --lock
user --name=second --password=${hash} --iscrypted
sshkey --username=root "${sshKey}"
sshkey --username=op "${sshKey}"
sshkey --username=chrony "${sshKey}"
`;

describe('kickstart commands', () => {
  it('have their effects in the image, all that the spec has no field for too', async (t) => {
    const lines = [...packages, 'chrony', 'NetworkManager'];
    const project = await cliProject(t, { cacheDir: sharedCache, lines });
    await project.edit({ outputs: ['iso'], system: { services: { required: ['sshd.service'] } } });
    await project.write('ks/ks.root.cfg', rootKickstart);
    await project.write('ks/accounts.cfg', accounts);
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
    assert.match(debugfs('stat /etc/localtime'), /zoneinfo\/Asia\/Tokyo/);
    assert.match(debugfs('stat /etc/systemd/system/default.target'), /multi-user\.target/);
    assert.match(debugfs('stat /etc/systemd/system/multi-user.target.wants/chronyd.service'), /symlink/);
    assert.match(debugfs(`stat ${profile('bond0')}`), /Mode:\s+0600/);
    assert.match(debugfs('stat /srv/home/op/.ssh'), /Mode:\s+0700[\s\S]*User:\s+1500\s+Group:\s+1600/);
    const { spec } = recordOf(project);
    assert.deepEqual(spec.system.kernelArguments, ['quiet', 'isolcpus=1,2']);
    assert.equal(spec.install.then, 'poweroff');
  });

  it('that need a package which the image lacks stop the build at their line', async (t) => {
    const project = await cliProject(t, { cacheDir: sharedCache });
    await project.must(['lock']);
    for (const [line, lacking] of [
      ['firewall --enabled --service=ssh', /no firewalld/],
      ['authselect select local', /no authselect/],
      ['timesource --ntp-pool=pool.ntp.org', /no chrony/],
    ] as const) {
      await project.write('ks/ks.root.cfg', `# mine\n${line}\n`);
      const ran = await project.run(['build']);
      assert.equal(ran.status, 2, ran.stderr);
      assert.match(ran.stderr, lacking);
      assert.match(ran.stderr, /ks\/ks\.root\.cfg:2/);
    }
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
  keys: { slot: string };
  spec: { system: { kernelArguments: string[] }; install: { then: string } };
}

function recordOf(project: CliProject): BuildRecord {
  return JSON.parse(readFileSync(path.join(project.dir, 'output/build.json'), 'utf8')) as BuildRecord;
}

function slotOf(project: CliProject): string {
  return path.join(project.cacheDir, 'stages', `slot-${recordOf(project).keys.slot}`, 'slot.img');
}
