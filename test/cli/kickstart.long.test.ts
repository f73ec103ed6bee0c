import assert from 'node:assert/strict';
import { lstatSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { packages, selinuxPackages } from '../e2e/image-project.js';
import { mustRun } from '../helpers/run-program.js';
import { assertError, assertRefused } from './assert-failure.js';
import { cliProject, sharedCache } from './cli-project.js';
import { accounts, everyday, initialSetup } from './kickstart-files.js';
import { assertNetworkManagerReads, mediumOf, profile, recordOf, slotOf, treeOf } from './kickstart-image.js';

describe('kickstart commands', () => {
  it('have their effects in the image', async (t) => {
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
