import type { RpmPackage } from './types.js';

const preset = (units: string) => `systemctl --no-reload preset ${units} &>/dev/null || :`;

/** systemd and D-Bus, divided as Fedora divides them. */
export const systemdPackages: readonly RpmPackage[] = [
  {
    name: 'systemd-libs',
    source: 'systemd',
    debs: ['libsystemd0', 'libudev1', 'libnss-systemd', 'libnss-myhostname'],
  },
  {
    name: 'systemd-pam',
    source: 'systemd',
    debs: [['libpam-systemd', /pam_systemd\.so$/]],
    requires: ['systemd'],
  },
  {
    name: 'systemd-networkd',
    source: 'systemd',
    debs: [['systemd', /networkd|network1|networkctl|systemd-network\.conf$|systemd\/network\/.*\.network$/]],
    requires: ['systemd'],
    scriptlets: [{ when: 'post', body: 'systemd-sysusers systemd-network.conf || :' }],
    units: ['systemd-networkd.service', 'systemd-networkd.socket', 'systemd-network-generator.service'],
  },
  {
    name: 'systemd-resolved',
    source: 'systemd',
    debs: ['systemd-resolved'],
    requires: ['systemd'],
    drop: /^usr\/share\/polkit/,
    scriptlets: [{ when: 'post', body: 'systemd-sysusers systemd-resolve.conf || :' }],
    units: ['systemd-resolved.service'],
  },
  {
    name: 'systemd-udev',
    source: 'systemd',
    debs: [
      'udev',
      [
        'systemd',
        /^usr\/bin\/kernel-install$|^usr\/lib\/kernel\/(?!install\.d\/85)|^usr\/lib\/systemd\/systemd-(growfs|makefs)$|bootctl$/,
      ],
    ],
    requires: ['systemd', 'kmod', 'bash', 'util-linux-core'],
    provides: ['udev'],
    // The hardware database (20 MB with its compiled form) names devices; nothing here needs names.
    drop: /^etc\/init\.d|^usr\/share\/|hwdb|80-debian-compat|fbdev-blacklist/,
    dirs: { '/etc/udev/rules.d': '0755', '/etc/kernel/install.d': '0755', '/etc/kernel': '0755' },
    modes: { '/usr/lib/kernel/install.d/50-dracut.install': '0755' },
    scriptlets: [{ when: 'post', body: 'udevadm control --reload &>/dev/null || :' }],
  },
  {
    name: 'systemd',
    debs: ['systemd', 'libsystemd-shared', 'systemd-sysv'],
    requires: [
      'bash',
      'coreutils',
      'util-linux',
      'dbus',
      'grep',
      'systemd-libs',
      'systemd-pam',
      'fedora-release',
      'shadow-utils',
    ],
    recommends: ['systemd-networkd', 'systemd-resolved'],
    provides: ['/sbin/init', 'system-init', 'syslog'],
    // Debian's own boot quirks (runlevel scripts, /etc/default), and what the drop of polkit leaves over.
    drop: /^etc\/(init|modules-load|sysctl)|sysusers\.d\/basic\.conf|tmpfiles\.d\/debian\.conf|85-initrd|polkit|language-fallback|environment\.d\/99|rc-local|systemd-sysv-generator|locale-gen|\.catalog$|(cryptdisks|hwclock|x11-common|rc|rcS|procps|kmod|urandom|umountfs|sudo|motd|bootlogd|bootlogs|bootmisc|checkfs|checkroot|checkroot-bootclean|fuse|halt-local|hostname|mountall|mountnfs|single|stop-bootlogd|killprocs)\.service$|getty-static|systemd-hwdb|system-preset/,
    links: {
      'etc/systemd/system/dbus-org.freedesktop.timedate1.service':
        '/usr/lib/systemd/system/systemd-timedated.service',
    },
    dirs: {
      '/etc/systemd/system': '0755',
      '/etc/systemd/network': '0755',
      '/etc/sysctl.d': '0755',
      '/etc/tmpfiles.d': '0755',
      '/etc/modules-load.d': '0755',
      '/etc/binfmt.d': '0755',
      '/usr/lib/modules-load.d': '0755',
      '/usr/lib/sysctl.d': '0755',
      '/usr/lib/systemd/system-preset': '0755',
      '/var/lib/systemd': '0755',
      '/var/log/journal': '2755',
    },
    ghosts: ['/etc/machine-id', '/etc/hostname', '/var/lib/systemd/random-seed'],
    edits: [
      {
        path: '/usr/lib/pam.d/systemd-user',
        find: /@include common-account/,
        replace: 'account include system-auth',
      },
      {
        path: '/usr/lib/pam.d/systemd-user',
        find: /@include common-session-noninteractive/,
        replace: 'session include system-auth',
      },
    ],
    scriptlets: [
      {
        when: 'post',
        body:
          'systemd-machine-id-setup &>/dev/null || :\n' +
          'systemd-sysusers || :\n' +
          'if [ $1 -eq 1 ]; then\n' +
          '  systemctl preset-all &>/dev/null || :\n' +
          '  systemctl --global preset-all &>/dev/null || :\n' +
          'fi',
      },
      {
        when: 'transfiletriggerin -P 1000700 -- /usr/lib/sysusers.d /etc/sysusers.d',
        body: 'systemd-sysusers || :',
      },
      {
        when: 'transfiletriggerin -P 1000500 -- /usr/lib/tmpfiles.d /etc/tmpfiles.d',
        body: 'systemd-tmpfiles --create --prefix=/etc --prefix=/var &>/dev/null || :',
      },
    ],
  },
  {
    name: 'dbus-common',
    source: 'dbus',
    epoch: 1,
    debs: ['dbus-system-bus-common', 'dbus-session-bus-common', ['dbus', /dbus\.socket$/]],
    noarch: true,
    edits: [
      {
        path: '/usr/share/dbus-1/system.conf',
        find: /<user>messagebus<\/user>/,
        replace: '<user>dbus</user>',
      },
      {
        path: '/usr/lib/sysusers.d/dbus.conf',
        find: /^u messagebus.*/m,
        replace: 'u dbus 81 "System Message Bus" - -',
      },
    ],
    dirs: {
      '/etc/dbus-1/system.d': '0755',
      '/etc/dbus-1/session.d': '0755',
      '/usr/share/dbus-1/system.d': '0755',
    },
  },
  {
    name: 'dbus-daemon',
    source: 'dbus',
    epoch: 1,
    debs: ['dbus-daemon', 'dbus', 'dbus-bin'],
    requires: ['dbus-common', 'shadow-utils'],
    drop: /^etc\/|^usr\/share\/doc|initscripts/,
    modes: { '/usr/lib/dbus-1.0/dbus-daemon-launch-helper': '4750 root:dbus' },
    edits: [{ path: '/usr/lib/tmpfiles.d/dbus.conf', find: /messagebus/, replace: 'dbus' }],
    dirs: { '/var/lib/dbus': '0755' },
    scriptlets: [
      {
        when: 'pre',
        body:
          "getent group 'dbus' >/dev/null || groupadd -f -g 81 -r 'dbus' || :\n" +
          "getent passwd 'dbus' >/dev/null || useradd -r -u 81 -g 'dbus' -d '/' -s '/sbin/nologin' -c 'System Message Bus' 'dbus' || :",
      },
      { when: 'post', body: preset('dbus.service dbus.socket') },
    ],
  },
  { name: 'dbus', epoch: 1, version: '1.14.10', requires: ['dbus-daemon'], plain: true },
];
