import { sshKey } from '../config/generated-specs.js';

/** A crypt(5) hash of no password. */
export const hash = `$6$abcdefgh$${'x'.repeat(86)}`;

/**
 * Kickstart files whose effects are looked for in built images and locks. Together they have every command and
 * option that is said to be applied: a test compares them with the table.
 */
export const everyday = `# As with the seed.
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
selinux --permissive
services --enabled=chronyd --disabled=systemd-pstore
firewall --disabled
firstboot --disable
skipx
bootloader --location=mbr --append="quiet isolcpus=1,2"
eula --agreed
poweroff --eject
%addon com_redhat_kdump --disable
%end
`;

/** Brings what Fedora's package initial-setup has, before any package is there. */
export const initialSetup = `cd /mnt/sysimage
mkdir -p usr/lib/systemd/system usr/lib/systemd/system-preset
echo 'enable initial-setup.service' >usr/lib/systemd/system-preset/10-initial-setup.preset
printf '%s\\n' '[Service]' 'ExecStart=/bin/true' '[Install]' 'WantedBy=multi-user.target' \\
  >usr/lib/systemd/system/initial-setup.service
`;

export const accounts = `rootpw --iscrypted --allow-ssh ${hash}
group --name=plc --gid=4711
user --name=op --groups=plc,wheel,fresh(4800) --uid=1500 --gid=1600 --homedir=/srv/home/op --shell=/bin/sh --gecos="The Operator" --lock
user --name=second --password=${hash} --iscrypted
sshkey --username=root "${sshKey}"
sshkey --username=op "${sshKey}"
sshkey --username=chrony "${sshKey}"
`;

export const kiosk = `rootpw --plaintext first-secret
user --name=clear --plaintext --password=second-secret
authselect select minimal with-faillock --force
timezone Europe/Prague --utc --ntpservers=old.example.org
timesource --ntp-pool=pool.example.org
selinux --disabled
firewall --enabled --service=dns --ssh --http --smtp --ftp --remove-service=mdns --port=8080,1234:udp --trust=eth1
xconfig --startxonboot
network --hostname=kiosk-1
network --device=eth0 --nodns --ipv4-dns-search=a.example,b.example --ipv6=auto --ipv6-dns-search=c.example --nodefroute
network --device=eth1 --ipv4-ignore-auto-dns --ipv6-ignore-auto-dns --nameserver=9.9.9.9
network --device=52:54:00:12:34:56 --bindto=mac --noipv4 --ipv6=fd00::10/64 --ipv6gateway=fd00::1
network --device=eth2 --onboot=no
network --device=br0 --bridgeslaves=eth3,eth4 --bridgeopts=stp=yes,priority=4096
network --device=eth5 --vlanid=9 --interfacename=plant
reboot
`;

export const closed = `rootpw --lock
selinux --enforcing
firewall --use-system-defaults
timezone UTC --utc --nontp
`;

export const noTime = 'timesource --ntp-disable\n';

/** `base` is the folder of the release, `lists` a server of `/metalink` and `/mirrors` for it. */
export const repositories = ({ base, updates, lists }: Record<'base' | 'updates' | 'lists', string>) => [
  `url --url=${base}\nrepo --name=updates --mirrorlist=${lists}/mirrors --excludepkgs=*\nrepo --name=extra --baseurl=${updates}\n`,
  `url --mirrorlist=${lists}/mirrors\nrepo --name=updates --metalink=${lists}/metalink\n`,
  `url --metalink=${lists}/metalink\nrepo --name=updates --baseurl=${updates}\n`,
];
