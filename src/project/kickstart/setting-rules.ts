import { later } from '../../base/language/texts.js';
import { applied, type CommandRule, needless, noted, refused } from './command-rule.js';

/** Commands for time, language, services and boot. */
export const settingRules: readonly CommandRule[] = [
  {
    names: ['timezone'],
    effect: 'applied',
    does: 'time zone (`system.timezone`)',
    words: { least: 0, most: 1, noun: later`time zone` },
    options: [
      applied(
        '--utc --isUtc',
        'nothing',
        'the hardware clock runs in UTC, else in local time (`system.hardwareClock`)',
      ),
      applied('--nontp', 'nothing', 'as `timesource --ntp-disable`; Fedora 40 dropped it'),
      applied('--ntpservers', 'list', 'as `timesource --ntp-server`; Fedora 40 dropped it'),
    ],
  },
  {
    names: ['timesource'],
    effect: 'applied',
    does: 'sources of time in `/etc/chrony.conf`, instead of those of the package (`system.time`)',
    repeats: true,
    options: [
      applied('--ntp-server', 'text', 'one server'),
      applied('--ntp-pool', 'text', 'one pool of servers'),
      applied('--nts', 'nothing', 'with Network Time Security'),
      applied('--ntp-disable', 'nothing', '`chronyd` is disabled'),
    ],
  },
  {
    names: ['lang'],
    effect: 'applied',
    does: 'language (`system.languages`)',
    words: { least: 1, most: 1, noun: later`locale` },
    options: [applied('--addsupport', 'list', 'further languages')],
  },
  {
    names: ['keyboard'],
    effect: 'applied',
    does: 'keyboard layout',
    words: { least: 0, most: 1, noun: later`layout` },
    options: [
      applied('--vckeymap', 'text', 'of the console (`system.keymap`), else the first of the graphical ones'),
      applied('--xlayouts', 'list', 'graphical ones: `us`, `cz (qwerty)` (`system.keyboard`)'),
      applied('--switch', 'list', 'keys that change between them: `grp:alt_shift_toggle`'),
    ],
  },
  {
    names: ['selinux'],
    effect: 'applied',
    does: 'mode of SELinux (`system.selinux`)',
    options: [
      applied('--disabled', 'nothing', 'off'),
      applied('--permissive', 'nothing', 'it warns only'),
      applied('--enforcing', 'nothing', 'on'),
    ],
  },
  {
    names: ['services'],
    effect: 'applied',
    does: 'units (`system.services`)',
    options: [applied('--enabled', 'list', 'to enable'), applied('--disabled', 'list', 'to disable')],
  },
  {
    names: ['firewall'],
    effect: 'applied',
    does: 'firewalld (`system.firewall`), which must be in the package list; `ssh` stays open unless it is removed',
    options: [
      applied('--enabled --enable', 'nothing', 'it runs'),
      applied('--disabled --disable', 'nothing', 'it does not'),
      applied('--service', 'list', 'services that may be reached'),
      applied('--remove-service', 'list', 'services that may not'),
      applied('--port', 'list', 'ports that may be reached: `1234:udp`, `8080`'),
      applied('--trust', 'text', 'interface from which all may be reached (repeatable)'),
      applied('--ssh', 'nothing', 'as `--service=ssh`'),
      applied('--http', 'nothing', 'as `--service=http`'),
      applied('--smtp', 'nothing', 'as `--service=smtp`'),
      applied('--ftp', 'nothing', 'as `--service=ftp`'),
      applied('--use-system-defaults', 'nothing', 'firewalld stays as its package has it'),
    ],
  },
  {
    names: ['bootloader'],
    effect: 'applied',
    does: 'arguments of the kernel (`system.kernelArguments`)',
    options: [
      applied('--append', 'text', 'added to the command line'),
      noted('--timeout', 'number', later`the device boots at once, without a menu`),
      needless('--location', 'text', 'the boot loader is in the ESP'),
      needless('--boot-drive', 'text', '`disks.main` has it'),
      needless('--driveorder', 'list', '`disks.main` has it'),
      needless('--leavebootorder', 'nothing', 'the boot order of the firmware is left alone'),
      needless('--nombr', 'nothing', 'there is none'),
      noted('--default', 'text', later`there is one kernel`),
      refused('--password --md5pass', 'text', later`the boot loader never asks`, later`Remove the option.`),
      refused('--iscrypted', 'nothing', later`the boot loader never asks`, later`Remove the option.`),
      refused('--extlinux', 'nothing', later`GRUB starts the slots`, later`Remove the option.`),
      refused('--sdboot', 'nothing', later`GRUB starts the slots`, later`Remove the option.`),
      refused(
        '--disabled',
        'nothing',
        later`a device without a boot loader does not boot`,
        later`Remove the option.`,
      ),
    ],
  },
  {
    names: ['firstboot'],
    effect: 'applied',
    does: 'questions at the first boot',
    options: [
      applied(
        '--disable --disabled',
        'nothing',
        '`initial-setup` is disabled, where it is there (`system.services.disabledIfPresent`)',
      ),
      refused(
        '--enable --enabled',
        'nothing',
        later`the root is new at each boot, so it would ask each time`,
        later`Remove it, and set all here.`,
      ),
      refused(
        '--reconfig',
        'nothing',
        later`the root is new at each boot, so it would ask each time`,
        later`Remove it, and set all here.`,
      ),
    ],
  },
  {
    names: ['skipx'],
    effect: 'applied',
    does: '`multi-user.target` is the default target (`system.defaultTarget`)',
    options: [],
  },
  {
    names: ['xconfig'],
    effect: 'applied',
    does: 'graphical login',
    options: [
      applied(
        '--startxonboot',
        'nothing',
        '`graphical.target` is the default target (`system.defaultTarget`)',
      ),
      noted('--defaultdesktop', 'text', later`the package of the desktop decides`),
    ],
  },
  {
    names: ['reboot'],
    effect: 'applied',
    does: 'the installer restarts the device at its end (`install.then`)',
    options: [
      needless('--eject', 'nothing', 'a medium that has installed a disk starts that disk'),
      noted('--kexec', 'nothing', later`the device restarts as a whole`),
    ],
  },
  {
    names: ['poweroff', 'shutdown', 'halt'],
    effect: 'applied',
    does: 'the installer switches the device off at its end (`install.then`)',
    options: [
      needless('--eject', 'nothing', 'a medium that has installed a disk starts that disk'),
      noted('--kexec', 'nothing', later`the device is off`),
    ],
  },
];
