import { isHost } from '../../spec/host-name.js';
import { networkDevicePattern } from '../../spec/shapes.js';
import type { KickstartTime } from './kickstart-system.js';
import type { ParsedCommand } from './parse-command.js';
import { fits, has, listOf, type Said, textOf } from './said.js';

/** Commands other than those of accounts and network: each alone, in the order in which they stand. */
const byName: Readonly<Record<string, (said: Said, command: ParsedCommand) => void>> = {
  timezone: applyTimezone,
  timesource: applyTimesource,
  lang: applyLanguage,
  keyboard: applyKeyboard,
  selinux: applySelinux,
  services: applyServices,
  firewall: applyFirewall,
  bootloader: applyBootloader,
  firstboot: (said) => {
    said.system.disabledWhereThere = ['initial-setup.service'];
  },
  skipx: (said) => {
    said.system.defaultTarget = 'multi-user.target';
  },
  xconfig: (said, command) => {
    if (has(command, '--startxonboot')) said.system.defaultTarget = 'graphical.target';
  },
  authselect: applyAuthselect,
  reboot: (said, command) => said.give('install.then', 'reboot', command),
  poweroff: (said, command) => said.give('install.then', 'poweroff', command),
  shutdown: (said, command) => said.give('install.then', 'poweroff', command),
  halt: (said, command) => said.give('install.then', 'poweroff', command),
};

export function applySettings(said: Said, commands: readonly ParsedCommand[]): void {
  for (const command of commands) byName[command.name]?.(said, command);
}

function applyTimezone(said: Said, command: ParsedCommand): void {
  const [zone] = command.free;
  if (zone === undefined && command.values.size === 0) {
    said.wrong(command, '`timezone` has no time zone.', 'Write for example `timezone Asia/Tokyo --utc`.');
  }
  if (zone !== undefined) said.give('system.timezone', zone, command);
  if (has(command, '--utc')) said.system.hardwareClock = 'UTC';
  else if (zone !== undefined) said.system.hardwareClock = 'LOCAL';
  const servers = listOf(command, '--ntpservers');
  if (has(command, '--nontp') && servers.length > 0) {
    said.wrong(command, '`timezone` has `--nontp` and `--ntpservers`.', 'Remove one of the two.');
  } else if (
    (has(command, '--nontp') || servers.length > 0) &&
    fits(said, command, '--ntpservers', hostName, 'host name or address', 'ntp.example.org')
  ) {
    const time = timeOf(said, command);
    time.isDisabled ||= has(command, '--nontp');
    time.sources.push(...servers.map((host) => ({ kind: 'server' as const, host, nts: false })));
  }
}

/** chronyd resolves names as every program does, and reads addresses by inet_pton(3). */
const hostName = { test: isHost };

function timeOf(said: Said, { file, line }: ParsedCommand): KickstartTime {
  said.system.time ??= { isDisabled: false, sources: [], place: { file, line } };
  return said.system.time;
}

function applyTimesource(said: Said, command: ParsedCommand): void {
  const fine = [
    fits(said, command, '--ntp-server', hostName, 'host name or address', 'ntp.example.org'),
    fits(said, command, '--ntp-pool', hostName, 'host name or address', 'pool.ntp.org'),
  ];
  if (fine.includes(false)) return;
  const server = textOf(command, '--ntp-server');
  const pool = textOf(command, '--ntp-pool');
  const isDisabled = has(command, '--ntp-disable');
  if ([server !== null, pool !== null, isDisabled].filter((given) => given).length !== 1) {
    said.wrong(
      command,
      '`timesource` wants one of `--ntp-server`, `--ntp-pool` and `--ntp-disable`.',
      'Write a line of its own for each.',
    );
    return;
  }
  const time = timeOf(said, command);
  if (isDisabled) time.isDisabled = true;
  else {
    time.sources.push({
      kind: server === null ? 'pool' : 'server',
      host: server ?? pool ?? '',
      nts: has(command, '--nts'),
    });
  }
}

function applyLanguage(said: Said, command: ParsedCommand): void {
  const languages = [...command.free, ...listOf(command, '--addsupport')];
  said.give('system.languages', [...new Set(languages)], command);
}

function applyKeyboard(said: Said, command: ParsedCommand): void {
  const layout = /^[a-z][a-z0-9_]+(?:\/[a-z0-9_]+)?(?: \([A-Za-z0-9_-]+\))?$/;
  const layouts = listOf(command, '--xlayouts');
  const options = listOf(command, '--switch');
  const fine = [
    fits(said, command, '--xlayouts', layout, 'layout of X11', 'us,cz (qwerty)'),
    fits(
      said,
      command,
      '--switch',
      /^[A-Za-z0-9_]+:[A-Za-z0-9_-]+$/,
      'option of X11',
      'grp:alt_shift_toggle',
    ),
  ];
  if (fine.includes(false)) return;
  // Fedora's package kbd has a console keymap for each layout of X11: `cz-qwerty`.
  const fromLayout = layouts[0]?.replace(/ \((.*)\)$/, '-$1');
  const keymap = textOf(command, '--vckeymap') ?? command.free[0] ?? fromLayout;
  if (keymap === undefined) {
    said.wrong(command, '`keyboard` has no layout.', 'Write for example `keyboard --vckeymap=us`.');
    return;
  }
  said.give('system.keymap', keymap, command);
  if (layouts.length > 0) {
    const place = { file: command.file, line: command.line };
    said.system.keyboard = { layouts: [...layouts], options: [...options], place };
  } else if (options.length > 0) {
    said.wrong(command, '`keyboard --switch` has no layouts to change between.', 'Add `--xlayouts=us,cz`.');
  }
}

function applySelinux(said: Said, command: ParsedCommand): void {
  const modes = ['disabled', 'permissive', 'enforcing'].filter((mode) => has(command, `--${mode}`));
  const [mode] = modes;
  if (mode === undefined || modes.length > 1) {
    const remedy = 'Write one of `--disabled`, `--permissive`, `--enforcing`.';
    said.wrong(command, '`selinux` wants one mode.', remedy);
  } else said.give('system.selinux', mode, command);
}

function applyServices(said: Said, command: ParsedCommand): void {
  if (command.values.size === 0) {
    said.wrong(command, '`services` names none.', 'Write `services --enabled=NAME` or `--disabled=NAME`.');
  }
  for (const kind of ['enabled', 'disabled']) {
    if (has(command, `--${kind}`)) {
      said.give(`system.services.${kind}`, [...new Set(listOf(command, `--${kind}`))], command);
    }
  }
}

function applyFirewall(said: Said, command: ParsedCommand): void {
  if (has(command, '--use-system-defaults')) {
    said.system.firewall = null;
    return;
  }
  const word = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
  const port = /^(?:\d{1,5}(?:-\d{1,5})?|[a-z][a-z0-9-]*)(?::(?:tcp|udp|sctp|dccp))?$/;
  const fine = [
    fits(said, command, '--service', word, 'service of firewalld', 'ssh'),
    fits(said, command, '--remove-service', word, 'service of firewalld', 'ssh'),
    fits(said, command, '--port', port, 'port', '8080:tcp'),
    fits(said, command, '--trust', networkDevicePattern, 'interface', 'eth0'),
  ];
  for (const one of listOf(command, '--port').filter((text) => !isPortRange(text))) {
    const remedy = 'Ports are 0 to 65535; a range is written with the smaller one first: `8000-8010:tcp`.';
    said.wrong(command, `\`${one}\` of \`firewall --port\` is no port.`, remedy);
  }
  if (has(command, '--enabled') && has(command, '--disabled')) {
    said.wrong(command, '`firewall` is enabled and disabled.', 'Remove one of the two.');
  }
  if (fine.includes(false)) return;
  const removed = listOf(command, '--remove-service');
  const ports = listOf(command, '--port').map((one) => (one.includes(':') ? one : `${one}:tcp`));
  const shorts = ['ssh', 'http', 'smtp', 'ftp'].filter((name) => has(command, `--${name}`));
  const services = [...listOf(command, '--service'), ...shorts];
  // Anaconda does so, that nobody is locked out.
  if (!removed.includes('ssh') && !ports.includes('22:tcp')) services.push('ssh');
  said.system.firewall = {
    isEnabled: !has(command, '--disabled'),
    services: [...new Set(services)].sort(),
    removedServices: [...removed],
    ports: [...new Set(ports)],
    trusted: [...listOf(command, '--trust')],
    place: { file: command.file, line: command.line },
  };
}

/** Names of services pass, and so does what is no port at all: that is said of it already. */
function isPortRange(text: string): boolean {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?(?::|$)/.exec(text) ?? [];
  return first === undefined || (Number(first) <= Number(last) && Number(last) <= 65_535);
}

function applyBootloader(said: Said, command: ParsedCommand): void {
  const append = textOf(command, '--append');
  if (append === null) return;
  const words = append.split(/\s+/).filter((word) => word !== '');
  said.give('system.kernelArguments', words, command);
}

function applyAuthselect(said: Said, command: ParsedCommand): void {
  const words = [...command.free];
  if (words.length === 0) {
    said.wrong(command, '`authselect` has no words.', 'Write for example `authselect select local`.');
  } else said.system.authselect = { words, place: { file: command.file, line: command.line } };
}
