import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorsOf, parsed } from './parsed.js';

/** A line of ks.root.cfg, and what is said of it. */
const lines: [line: string, message: RegExp][] = [
  // The line itself.
  ['lang "en_US.UTF-8', /opened and not closed/],
  ["timezone 'UTC", /opened and not closed/],
  ['lang en_US.UTF-8 \\', /cannot be continued/],
  ['"" lang', /empty word/],
  ['%end', /no section was begun/],
  ['%include', /takes one file/],
  ['%include a b', /takes one file/],
  ['%include missing.cfg', /no file `missing.cfg`.*`ks\/missing.cfg`, `missing.cfg`/],
  ['%include /tmp/part-include', /`%pre` script makes on the device/],
  ['%include http://example.org/a.cfg', /by the network/],
  ['%include /etc/ks.cfg', /outside of the project/],
  ['%include ../../ks.cfg', /outside of the project/],
  ['%include ks.root.cfg', /includes itself/],
  ['useradd --name=op', /no command `useradd`/],
  ['Lang en_US.UTF-8', /no command `Lang`/],
  ['langs en_US.UTF-8', /no command `langs`/],
  // Options.
  ['rootpw --iscrypt x', /no option `--iscrypt`/],
  ['rootpw', /has no password/],
  ['rootpw a b', /a word too many/],
  ['rootpw ""', /empty/],
  ['rootpw --lock=yes', /takes no value/],
  [`rootpw $6$abc$${'x'.repeat(86)}`, /is a crypt\(5\) hash/],
  ['user', /has no name/],
  ['user --name', /has no value/],
  ['user --name=', /has no value/],
  ['user --name=root', /always there/],
  ['user --name=op --uid=x', /wants a number/],
  ['user --name=op --gid=-1', /wants a number/],
  ['user --name=op --groups=,', /has no value/],
  ['user --name=op --groups="wh eel"', /no group/],
  ['user --name=op --groups=wheel(x)', /no group/],
  ['user --name=op --shell=bash', /no absolute path/],
  ['user --name=op --homedir=home', /no absolute path/],
  ['user --name=op --gecos=a:b', /without colons/],
  ['user --name=op --password=""', /has no value/],
  ['user --name=op --group=wheel', /no option `--group`/],
  ['user op', /given `?.*word too many/],
  ['group', /has no name/],
  ['group --name=+a', /no group name/],
  ['group --name=a --gid=b', /wants a number/],
  ['group wheel', /given `wheel` too/],
  ['sshkey "ssh-ed25519 AAAA"', /has no user/],
  ['sshkey --username=op', /has no public key/],
  ['sshkey --username=op ssh-ed25519 AAAA', /given `AAAA` too/],
  ['sshkey --username=docker "not a key"', /no public SSH key/],
  ['sshkey --username=1000 "not a key"', /no user name/],
  ['authselect', /no words/],
  ['timezone', /no time zone/],
  ['timezone UTC Asia/Tokyo', /given `Asia\/Tokyo` too/],
  ['timezone UTC --ut', /no option `--ut`/],
  ['timezone UTC --nontp --ntpservers=a', /has `--nontp` and/],
  ['timezone UTC --ntpservers=-', /no host name/],
  ['timesource', /wants one of/],
  ['timesource --ntp-disable --ntp-pool=a', /wants one of/],
  ['timesource --ntp-server="a b"', /no host name/],
  ['timesource --ntp-server', /has no value/],
  ['timesource --nts', /wants one of/],
  ['lang', /has no locale/],
  ['lang en_US.UTF-8 ja_JP.UTF-8', /given `ja_JP.UTF-8` too/],
  ['keyboard', /no layout/],
  ['keyboard us de', /given `de` too/],
  ['keyboard --xlayouts=US', /no layout of X11/],
  ['keyboard us --switch=grp:toggle', /no layouts to change between/],
  ['keyboard --xlayouts=us --switch=toggle', /no option of X11/],
  ['selinux', /wants one mode/],
  ['selinux --disabled --enforcing', /wants one mode/],
  ['selinux --off', /no option `--off`/],
  ['services', /names none/],
  ['services --enabled', /has no value/],
  ['services --enable=sshd', /no option `--enable`/],
  ['firewall --enabled --disabled', /enabled and disabled/],
  ['firewall --port=abc:xyz', /no port/],
  ['firewall --port=22,65536:tcp', /`65536:tcp` of `firewall --port` is no port/],
  ['firewall --port=90-80', /`90-80` of `firewall --port` is no port/],
  ['firewall --service="a b"', /no service/],
  ['firewall --trust=a/b', /no interface/],
  ['firewall --telnet', /no option `--telnet`/],
  ['bootloader --timeout=soon', /wants a number/],
  ['bootloader --password=x', /never asks/],
  ['bootloader --sdboot', /GRUB starts the slots/],
  ['bootloader --disabled', /does not boot/],
  ['firstboot --enable', /would ask each time/],
  ['skipx --please', /no option/],
  ['reboot now', /given `now` too/],
  ['network', /says nothing/],
  ['network --bootproto=auto', /does not know `auto`/],
  ['network --device=eth0:1', /no network device/],
  ['network --device=eth0 --bootproto=static', /no address/],
  ['network --device=eth0 --ip=192.168.1.10', /no netmask/],
  ['network --device=eth0 --ip=192.168.1.300 --netmask=255.255.255.0', /no IPv4 address/],
  ['network --device=eth0 --ip=192.168.1.3 --netmask=255.0.255.0', /no netmask/],
  ['network --device=eth0 --ip=192.168.1.3 --netmask=24 --gateway=fd00::1', /no IPv4 address/],
  ['network --device=eth0 --gateway=192.168.1.1', /nothing without `--ip`/],
  ['network --device=eth0 --bootproto=dhcp --ip=192.168.1.3 --netmask=24', /contradicts/],
  ['network --device=eth0 --noipv4 --ip=192.168.1.3', /contradicts/],
  [
    'network --device=eth0 --noipv4 --ipv4-dns-search=a',
    /`network --ipv4-dns-search` contradicts `--noipv4`/,
  ],
  [
    'network --device=eth0 --noipv6 --ipv6-dns-search=a',
    /`network --ipv6-dns-search` contradicts `--noipv6`/,
  ],
  ['network --bootproto=static --ipv6=fd00::2/64 --ipv4-dns-search=a', /means nothing without `--ip`/],
  ['network --device=eth0 --noipv4 --noipv6 --nameserver=9.9.9.9', /which the device does not have/],
  ['network --device=eth0 --ipv6=fd00::1/129', /no IPv6 address/],
  ['network --device=eth0 --ipv6=10.0.0.1', /no IPv6 address/],
  ['network --device=b --bondslaves=a,a', /`a` is a port of `b` \(ks\/ks.root.cfg:4\) already/],
  ['network --device=b --bondslaves=a,b', /`b` cannot be a port of itself/],
  ['network --device=b --bridgeslaves=a --vlanid=7', /has --vlanid and --bridgeslaves/],
  ['network --device=eth0 --ipv6gateway=fe80::1', /nothing without an address/],
  ['network --device=eth0 --nameserver=one', /no IP address/],
  ['network --device=eth0 --noipv4 --nameserver=9.9.9.9', /`9\.9\.9\.9` is one of IPv4/],
  ['network --device=eth0 --noipv6 --nameserver=9.9.9.9,fd00::53', /`fd00::53` is one of IPv6/],
  [
    'network --device=eth0 --bootproto=static --ipv6=fd00::2/64 --nameserver=9.9.9.9',
    /`9\.9\.9\.9` is one of IPv4/,
  ],
  ['network --device=eth0 --mtu=9', /no MTU/],
  ['network --device=eth0 --onboot=maybe', /wants yes or no/],
  ['network --device=eth0 --vlanid=5000', /no VLAN/],
  ['network --vlanid=5', /needs the name/],
  ['network --device=eth0 --interfacename=v', /means nothing without `--vlanid`/],
  ['network --device=b --bondslaves=a,b --bridgeslaves=c', /has --bondslaves and --bridgeslaves/],
  ['network --device=b --bondslaves=a --bondopts=mod=1', /does not know `mod`/],
  ['network --device=b --bondslaves=a --bondopts=mode=fast', /`fast` is no mode of a bond/],
  ['network --device=b --bondslaves=a --bondopts=mode=0,primary=a', /nothing in the mode `balance-rr`/],
  ['network --device=b --bridgeslaves=a --bridgeopts=priority=65536', /`65536` is no `priority`/],
  ['network --device=b --bridgeslaves=a --bridgeopts=stp', /no `name=value`/],
  ['network --device=b --bondslaves=a --bondopts=miimon=often', /`often` is no `miimon`/],
  ['network --device=b --bondslaves=a --bondopts=miimon=-1', /`-1` is no `miimon`/],
  ['network --device=b --bondslaves=a --bondopts=mode=1,primary=c', /`c` is no `primary`/],
  ['network --device=b --bondslaves=a --bondopts=mode=4,lacp_rate=quick', /`quick` is no `lacp_rate`/],
  ['network --device=b --bondslaves=a --bondopts=mode=4,lacp_rate=2', /`2` is no `lacp_rate`/],
  ['network --device=b --bondslaves=a --bondopts=mode=2,xmit_hash_policy=layer4', /no `xmit_hash_policy`/],
  [
    'network --device=b --bondslaves=a --bondopts=arp_interval=9,arp_ip_target=x',
    /`x` is no `arp_ip_target`/,
  ],
  ['network --device=b --bondslaves=a --bondopts=arp_interval=9', /nothing without `arp_ip_target`/],
  ['network --device=b --bondslaves=a --bondopts=arp_ip_target=10.0.0.1', /nothing without `arp_interval`/],
  ['network --device=b --bondslaves=a --bondopts=miimon=9,peer_notif_delay=10', /no multiple of `miimon`/],
  ['network --device=b --bondslaves=a --bondopts=updelay=9', /nothing without `miimon`/],
  [
    'network --device=b --bondslaves=a --bondopts=miimon=9,arp_interval=9,arp_ip_target=10.0.0.1',
    /contradicts `arp_interval`/,
  ],
  [
    'network --device=b --bondslaves=a --bondopts=mode=4,ad_actor_system=01:00:00:00:00:01',
    /no `ad_actor_system`/,
  ],
  ['network --device=b --bondopts=mode=1', /nothing without `--bondslaves`/],
  ['network --device=b --teamslaves=a', /no teams/],
  ['network --device=wlan0 --wpakey=secret', /wired network only/],
  ['network --device=eth0 --ethtool="speed 100"', /no meaning/],
  ['network --device=eth0 --bindto=mac', /needs the MAC address/],
  ['network --device=eth0 --ipv4-dns-search=-a', /no domain/],
  ['repo --baseurl=https://example.org/', /has no name/],
  ['repo --name=extra', /wants one of/],
  ['repo --name=a/b --baseurl=https://example.org/', /no repository id/],
  ['repo --name=a --baseurl=https://a/ --metalink=https://a/', /wants one of/],
  ['repo --name=a --baseurl=https://a/ --includepkgs=b', /`packages.list`/],
  ['repo --name=a --baseurl=https://a/ --proxy=http://b', /build machine/],
  ['url', /wants one of/],
  ['url --baseurl=https://a/', /no option `--baseurl`/],
  // What Anaconda alone can do, or what contradicts the plan.
  ...[
    ...['part', 'partition', 'autopart', 'raid', 'volgroup', 'logvol', 'btrfs', 'reqpart', 'mount'],
    ...['clearpart', 'ignoredisk', 'snapshot', 'nfs', 'harddrive', 'hmc', 'liveimg', 'bootc'],
    ...['ostreesetup', 'ostreecontainer', 'iscsi', 'fcoe', 'zfcp', 'nvdimm', 'updates', 'driverdisk'],
    ...['rescue', 'upgrade', 'vnc', 'rdp', 'sshpw', 'realm', 'module', 'auth', 'authconfig', 'method'],
    ...['zipl', 'langsupport', 'mouse', 'rhsm', 'syspurpose', 'iscsiname'],
  ].map((name): [string, RegExp] => [`${name} --all`, new RegExp(`\`${name}\` has no place here: `)]),
  // Sections: the line is that of the header.
  ['%packages\nbash\n%end', /`%packages` is not read here/],
  ['%addon org_fedora_oscap\na = b\n%end', /part of Anaconda/],
  ['%certificate --filename=a\nx\n%end', /not applied/],
  ['%pst\nx\n%end', /no section `%pst`/],
  ['%post\necho', /no `%end` before the end of the file/],
  ['%pre\nx\n%post\ny\n%end', /no `%end` before `%post`/],
  ['%post --errorsonfail\nx\n%end', /no option `--errorsonfail`/],
  ['%post --interpreter=bash\nx\n%end', /no absolute path/],
  ['%post --log\nx\n%end', /has no value/],
  ['%pre --nochroot\nx\n%end', /no option `--nochroot`/],
  ['%post --erroronfail=yes\nx\n%end', /takes no value/],
  ['%post now\nx\n%end', /takes no `now`/],
];

test('each of more than 100 malformed lines is one error with its line and a way out', () => {
  assert.ok(lines.length >= 100, String(lines.length));
  for (const [line, message] of lines) {
    for (const newline of ['\n', '\r\n']) {
      const text = ['# mine', '', 'cdrom', line, '# end', ''].join('\n').replaceAll('\n', newline);
      const errors = errorsOf(parsed(text));
      assert.deepEqual(
        errors.map(({ where }) => where),
        ['ks/ks.root.cfg:4'],
        `${line}: ${errors.map((error) => error.message).join(' ')}`,
      );
      const [error] = errors;
      assert.match(error?.message ?? '', message, line);
      assert.ok((error?.remedy ?? '').length > 5, line);
      assert.doesNotMatch(JSON.stringify(error), /secret/);
    }
  }
});

test('all of them in one file are as many errors, each at its line', () => {
  const single = lines.filter(([line]) => !/^%|^reboot|["'\\]$/.test(line));
  const errors = errorsOf(parsed(single.map(([line]) => line).join('\n')));
  const wrong = new Set(errors.map(({ where }) => where));
  for (const [index, [line]] of single.entries()) assert.ok(wrong.has(`ks/ks.root.cfg:${index + 1}`), line);
});

test('a port of a bond or bridge has no address of its own', () => {
  const bond = 'network --device=bond0 --bondslaves=eth1,eth2\n';
  for (const [line, option] of [
    ['network --device=eth1 --ip=10.0.0.2 --netmask=24', '--ip'],
    ['network --device=eth1 --bootproto=dhcp', '--bootproto=dhcp'],
    ['network --device=eth1 --noipv4 --ipv6=fd00::2/64 --onboot=off', '--ipv6'],
    ['network --device=eth1 --vlanid=3 --interfacename=eth2 --nameserver=9.9.9.9', '--nameserver'],
  ] as const) {
    const [error, ...others] = errorsOf(parsed(`${bond}${line}`));
    assert.deepEqual([error?.where, others], ['ks/ks.root.cfg:2', []], line);
    assert.ok(error?.message.startsWith(`\`network ${option}\` asks for an address, and `), error?.message);
    assert.match(error?.message ?? '', /is a port of `bond0` \(ks\/ks\.root\.cfg:1\)/);
  }
  const [twice] = errorsOf(parsed(`${bond}network --device=br0 --bridgeslaves=eth2`));
  assert.match(twice?.message ?? '', /`eth2` is a port of `bond0` \(ks\/ks\.root\.cfg:1\) already/);
  // What the messages advise.
  assert.deepEqual(parsed(`${bond}network --device=eth1 --noipv4 --noipv6`).findings, []);
});

test('what is written a little wrong is guessed', () => {
  for (const [line, guess] of [
    ['langs C', '`lang`'],
    ['user --nam=a', '`--name`'],
    ['network --bootproto=statik', '`static`'],
    ['%pst\n%end', '`%post`'],
    ['%post --eroronfail\nx\n%end', '`--erroronfail`'],
  ] as const) {
    assert.match(errorsOf(parsed(line))[0]?.remedy ?? '', new RegExp(`Did you mean ${guess}`), line);
  }
});

test('errors of other files have their own name and line', () => {
  const table: [files: Record<string, string>, where: string, message: RegExp][] = [
    [{ 'ks/ks.root.cfg': '\n%include a.cfg\n', 'ks/a.cfg': '\n\nfoo\n' }, 'ks/a.cfg:3', /no command/],
    [
      {
        'ks/ks.root.cfg': '%include a.cfg\n',
        'ks/a.cfg': 'text\n%include b.cfg\n',
        'ks/b.cfg': '%include a.cfg',
      },
      'ks/b.cfg:1',
      /includes itself/,
    ],
    [{ 'ks/ks.post.cfg': 'echo a\n%end\n' }, 'ks/ks.post.cfg:2', /body of one section/],
    [{ 'ks/ks.post.cfg': '%post\necho a\n%end\nlang C\n' }, 'ks/ks.post.cfg:4', /outside of the sections/],
    [{ 'ks/ks.pre.cfg': '# x\n%pre\necho a\n' }, 'ks/ks.pre.cfg:2', /no `%end`/],
    [{ 'ks/ks.post.cfg': 'a\n%include b.sh\n' }, 'ks/ks.post.cfg:2', /no file `b.sh`/],
  ];
  for (const [files, where, message] of table) {
    const errors = errorsOf(parsed(files));
    assert.deepEqual(
      errors.map((error) => error.where),
      [where],
    );
    assert.match(errors[0]?.message ?? '', message);
  }
});

test('a file that nothing includes is a warning', () => {
  const { findings } = parsed({
    'ks/ks.root.cfg': '%include a.cfg',
    'ks/a.cfg': 'text',
    'ks/b.cfg': '# x\ntext',
  });
  assert.deepEqual(
    findings.map(({ level, where }) => [level, where]),
    [['warning', 'ks/b.cfg:2']],
  );
});
