import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import { writeTree } from '../helpers/scratch.js';
import { addReport } from './image-project.js';
import { reportScript } from './report-service.js';

/** The list of tmpfsroot-fedora's README. */
const packages = [
  ...['audit', 'authselect', 'basesystem', 'bash', 'btrfs-progs', 'busybox', 'chrony', 'container-selinux'],
  ...['containerd.io', 'coreutils', 'curl', 'dhcp-client', 'docker-ce', 'docker-ce-cli', 'docker-compose'],
  ...[
    'dosfstools',
    'e2fsprogs',
    'efibootmgr',
    'filesystem',
    'firewalld',
    'grub2-efi-x64',
    'iproute',
    'kernel',
  ],
  ...['kernel-core', 'kernel-modules', 'rootfiles', 'setup', 'shim-x64', 'sudo', 'systemd'],
];

/** The environment of its README, with the release that the test bed plays. */
export function seedEnvironment(release: string): Record<string, string> {
  return {
    FEDORA_MAJOR: release,
    DISK_DEVS: 'sda,sdb',
    MAIN_DISK: 'sda',
    PARTSIZE_DOCKER: '8192',
    PARTSIZE_LOG: '2048',
    PARTSIZE_CACHE: '4096',
    PARTSIZE_OPT: '2048',
  };
}

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0Wv9hmZVQk0a0oTfWQdJ8n8mJtYVYbM6cyFqgC0n2x op@desk';

/** A stand-in that fails like Docker whose data a power cut has damaged: that happens before its first start. */
const damagedDocker = `[Unit]
StartLimitIntervalSec=60s
StartLimitBurst=3

[Service]
Type=notify
NotifyAccess=all
RemainAfterExit=no
Restart=always
RestartSec=2
ExecStartPre=/bin/sh -c 'cd /var/lib/docker; [ -e /run/was-damaged ] || { mkdir -p image volumes/data/_data; echo kept >volumes/data/_data/file; touch image/damaged /run/was-damaged; }'
ExecStart=
ExecStart=/bin/sh -c '[ ! -e /var/lib/docker/image/damaged ] && systemd-notify --ready && exec sleep infinity'
`;

/** A script that the manual shows for a device of tmpfsroot-fedora, in the block behind the file's name. */
function manualScript(name: string): string {
  const manual = readFileSync(packageFile('docs/migrating-from-tmpfsroot-fedora.md'), 'utf8');
  const [, script] =
    manual
      .split(`\`${name}\``)
      .at(-1)
      ?.match(/```sh\n(.*?)```/s) ?? [];
  if (script === undefined) throw new Error(`the manual has no ${name}`);
  return script.replaceAll(/^ {3}/gm, '');
}

/** Every kind of file that its README names, and those that this program has beside them. */
const files = {
  'packages.list': `${packages.join('\n')}\n`,
  'ks/ks.root.cfg': `# Emulated processors are spared what only real ones need.
bootloader --append="mitigations=off nokaslr transparent_hugepage=never printk.devkmsg=on systemd.show_status=no"
network --hostname=seed-device
rootpw --lock
group --name=docker
user --name=op --groups=wheel,docker --lock
sshkey --username=op "${key}"
timezone Asia/Tokyo --utc
services --enabled="chronyd,docker"
`,
  'ks/ks.pre.cfg': `echo "before any disk: $(cat /run/install/repo/site/manual)" >/run/checked
${manualScript('ks/ks.pre.cfg')}`,
  'ks/ks.pre-install.cfg': `echo 'app:x:1500:1500::/opt/site:/sbin/nologin' >>/mnt/sysimage/etc/passwd
echo 'app:x:1500:' >>/mnt/sysimage/etc/group
`,
  'ks/ks.post-nochroot.cfg': `mkdir -p /mnt/sysimage/etc/site
cp /run/install/repo/site/manual /mnt/sysimage/etc/site/manual
echo nochroot >/mnt/sysimage/etc/site/order
echo nochroot >/mnt/sysimage/etc/site/override
`,
  'ks/ks.post.cfg': `cat /etc/site/override >/etc/site/seen
echo post >>/etc/site/order
systemctl enable firewalld
`,
  'hooks.d/10-site.sh': 'echo hook >>/etc/site/order\n',
  'build-hooks.d/10-site.sh':
    'echo "built with $(cat iso-root/tfr/install-hooks.list | wc -l) hooks" >iso-root/site/built\n',
  'install-hooks.d/10-site.sh': `#!/bin/sh -eu
cd /mnt/sysimage
if touch etc/probe 2>/dev/null; then exit 1; fi
mkdir persist/site opt/site
echo "$TFR_NAME $TFR_ID" >persist/site/installed
cat /run/checked "$TFR_MEDIUM/site/built" >persist/site/medium
echo "from the installer" >boot/efi/site.txt
chroot . bash -c 'names=(one two); chown app: /opt/site; echo "\${names[1]}" >/var/log/site.log'
`,
  'install-hooks.d/20-keep.sh': manualScript('install-hooks.d/20-keep.sh'),
  'iso-root.override/site/manual': 'the manual\n',
  'root.override/etc/site/override': 'root.override\n',
  'root.override/etc/systemd/system/docker.service.d/damage.conf': damagedDocker,
  // Docker runs again some seconds after the boot.
  'root.override/etc/systemd/system/tfr-report.service.d/docker.conf': `[Service]
ExecStartPre=-/bin/sh -c 'until systemctl -q is-active docker; do sleep 1; done'
TimeoutStartSec=5min
`,
};

/** What the running system is asked for, by its key in the report. */
const effects = {
  hostname: 'cat /proc/sys/kernel/hostname',
  op: 'id -nG op | tr " " "\\n" | sort',
  'op-key': 'cut -d " " -f 3 /home/op/.ssh/authorized_keys',
  zone: 'readlink /etc/localtime',
  enabled: 'systemctl is-enabled chronyd docker firewalld',
  docker: 'systemctl is-active docker; findmnt -no FSTYPE /var/lib/docker',
  'docker-data':
    'cd /var/lib/docker && ls; cat volumes/data/_data/file; grep ^docker /run/tmpfsroot/heal.log',
  containerd: 'findmnt -no FSROOT /var/lib/containerd',
  app: 'id -u app; getent passwd root | cut -d : -f 1',
  order: 'cat /etc/site/order',
  manual: 'cat /etc/site/manual',
  override: 'cat /etc/site/override /etc/site/seen',
  installed: 'cat /persist/site/installed',
  medium: 'cat /persist/site/medium',
  kept: 'cat /persist/serial',
  'opt-owner': 'stat -c %U:%G /opt/site',
  'site-log': 'cat /var/log/site.log',
};

/** What the report must say of each; the installation has an id of its own. */
export function expectedEffects(name: string, id: string): Record<keyof typeof effects, string> {
  return {
    hostname: 'seed-device',
    op: 'docker op wheel',
    'op-key': 'op@desk',
    zone: '../usr/share/zoneinfo/Asia/Tokyo',
    enabled: 'enabled enabled enabled',
    docker: 'active btrfs',
    'docker-data':
      'tfr-containerd volumes kept docker could not start with its data: images and containers removed, volumes kept',
    containerd: '/tfr-containerd',
    app: '1500 root',
    order: 'nochroot post hook',
    manual: 'the manual',
    override: 'root.override root.override',
    installed: `${name} ${id}`,
    kept: 'device 7',
    medium: 'before any disk: the manual built with 2 hooks',
    'opt-owner': 'app:app',
    'site-log': 'two',
  };
}

/** Writes a folder as it was made for tmpfsroot-fedora: no file of it is ours. */
export async function writeSeedFolder(dir: string): Promise<void> {
  writeTree(dir, files);
  await addReport(path.join(dir, 'root.override'), reportScript(false, effects));
}
