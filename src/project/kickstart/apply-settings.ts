import { t } from '../../base/language/texts.js';
import { networkDevicePattern } from '../../config/fields/field-types.js';
import { firewallServicePattern, isPortRange } from '../../config/fields/firewall.js';
import { isHost } from '../../config/fields/host-name.js';
import { keyboardLayoutPattern, keyboardOptionPattern } from '../../config/fields/keyboard.js';
import type { SystemSpec } from '../../config/image-spec.js';
import { fits, hasOption, type KickstartResult, optionList, optionText } from './kickstart-result.js';
import type { ParsedCommand } from './parse-command.js';

/** Commands other than those of accounts and network: each alone, in the order in which they stand. */
const byName: Readonly<Record<string, (result: KickstartResult, command: ParsedCommand) => void>> = {
  timezone: applyTimezone,
  timesource: applyTimesource,
  lang: applyLanguage,
  keyboard: applyKeyboard,
  selinux: applySelinux,
  services: applyServices,
  firewall: applyFirewall,
  bootloader: applyBootloader,
  firstboot: (result, command) => {
    result.set('system.services.disabledIfPresent', ['initial-setup.service'], command);
  },
  skipx: (result, command) => {
    result.set('system.defaultTarget', 'multi-user.target', command);
  },
  xconfig: (result, command) => {
    if (hasOption(command, '--startxonboot')) result.set('system.defaultTarget', 'graphical.target', command);
  },
  authselect: applyAuthselect,
  reboot: (result, command) => result.set('install.then', 'reboot', command),
  poweroff: (result, command) => result.set('install.then', 'poweroff', command),
  shutdown: (result, command) => result.set('install.then', 'poweroff', command),
  halt: (result, command) => result.set('install.then', 'poweroff', command),
};

export function applySettings(result: KickstartResult, commands: readonly ParsedCommand[]): void {
  for (const command of commands) byName[command.name]?.(result, command);
}

function applyTimezone(result: KickstartResult, command: ParsedCommand): void {
  const [zone] = command.free;
  if (zone === undefined && command.values.size === 0) {
    result.addError(
      command,
      t`\`timezone\` has no time zone.`,
      t`Write for example \`timezone Asia/Tokyo --utc\`.`,
    );
  }
  if (zone !== undefined) result.set('system.timezone', zone, command);
  if (hasOption(command, '--utc')) result.set('system.hardwareClock', 'UTC', command);
  else if (zone !== undefined) result.set('system.hardwareClock', 'LOCAL', command);
  const servers = optionList(command, '--ntpservers');
  if (hasOption(command, '--nontp') && servers.length > 0) {
    result.addError(
      command,
      t`\`timezone\` has \`--nontp\` and \`--ntpservers\`.`,
      t`Remove one of the two.`,
    );
  } else if (
    (hasOption(command, '--nontp') || servers.length > 0) &&
    fits(result, command, '--ntpservers', hostName, t`host name or address`, 'ntp.example.org')
  ) {
    if (hasOption(command, '--nontp')) result.set('system.time.disabled', true, command);
    for (const host of servers)
      result.add('system.time.sources', { kind: 'server', host, nts: false }, command);
  }
}

/** chronyd resolves names as every program does, and reads addresses by inet_pton(3). */
const hostName = { test: isHost };

function applyTimesource(result: KickstartResult, command: ParsedCommand): void {
  const fine = [
    fits(result, command, '--ntp-server', hostName, t`host name or address`, 'ntp.example.org'),
    fits(result, command, '--ntp-pool', hostName, t`host name or address`, 'pool.ntp.org'),
  ];
  if (fine.includes(false)) return;
  const server = optionText(command, '--ntp-server');
  const pool = optionText(command, '--ntp-pool');
  const isDisabled = hasOption(command, '--ntp-disable');
  if ([server !== null, pool !== null, isDisabled].filter((given) => given).length !== 1) {
    result.addError(
      command,
      t`\`timesource\` needs one of \`--ntp-server\`, \`--ntp-pool\` and \`--ntp-disable\`.`,
      t`Write a line of its own for each.`,
    );
    return;
  }
  if (isDisabled) result.set('system.time.disabled', true, command);
  else {
    const kind = server === null ? 'pool' : 'server';
    const nts = hasOption(command, '--nts');
    result.add('system.time.sources', { kind, host: server ?? pool ?? '', nts }, command);
  }
}

function applyLanguage(result: KickstartResult, command: ParsedCommand): void {
  const languages = [...command.free, ...optionList(command, '--addsupport')];
  result.set('system.languages', [...new Set(languages)], command);
}

function applyKeyboard(result: KickstartResult, command: ParsedCommand): void {
  const layouts = optionList(command, '--xlayouts');
  const options = optionList(command, '--switch');
  const fine = [
    fits(result, command, '--xlayouts', keyboardLayoutPattern, t`layout of X11`, 'us,cz (qwerty)'),
    fits(result, command, '--switch', keyboardOptionPattern, t`option of X11`, 'grp:alt_shift_toggle'),
  ];
  if (fine.includes(false)) return;
  // Fedora's package kbd has a console keymap for each layout of X11: `cz-qwerty`.
  const fromLayout = layouts[0]?.replace(/ \((.*)\)$/, '-$1');
  const keymap = optionText(command, '--vckeymap') ?? command.free[0] ?? fromLayout;
  if (keymap === undefined) {
    result.addError(
      command,
      t`\`keyboard\` has no layout.`,
      t`Write for example \`keyboard --vckeymap=us\`.`,
    );
    return;
  }
  result.set('system.keymap', keymap, command);
  if (layouts.length > 0) {
    result.set('system.keyboard.layouts', [...layouts], command);
    result.set('system.keyboard.options', [...options], command);
  } else if (options.length > 0) {
    result.addError(
      command,
      t`\`keyboard --switch\` has no layouts to change between.`,
      t`Add \`--xlayouts=us,cz\`.`,
    );
  }
}

function applySelinux(result: KickstartResult, command: ParsedCommand): void {
  const modes = ['disabled', 'permissive', 'enforcing'].filter((mode) => hasOption(command, `--${mode}`));
  const [mode] = modes;
  if (mode === undefined || modes.length > 1) {
    const remedy = t`Write one of \`--disabled\`, \`--permissive\`, \`--enforcing\`.`;
    result.addError(command, t`\`selinux\` needs one mode.`, remedy);
  } else result.set('system.selinux', mode, command);
}

function applyServices(result: KickstartResult, command: ParsedCommand): void {
  if (command.values.size === 0) {
    result.addError(
      command,
      t`\`services\` names no unit.`,
      t`Write \`services --enabled=NAME\` or \`--disabled=NAME\`.`,
    );
  }
  for (const kind of ['enabled', 'disabled']) {
    if (hasOption(command, `--${kind}`)) {
      result.set(`system.services.${kind}`, [...new Set(optionList(command, `--${kind}`))], command);
    }
  }
}

function applyFirewall(result: KickstartResult, command: ParsedCommand): void {
  if (hasOption(command, '--use-system-defaults')) {
    giveFirewall(result, command, { enabled: null });
    return;
  }
  const port = /^(?:\d{1,5}(?:-\d{1,5})?|[a-z][a-z0-9-]*)(?::(?:tcp|udp|sctp|dccp))?$/;
  const fine = [
    fits(result, command, '--service', firewallServicePattern, t`service of firewalld`, 'ssh'),
    fits(result, command, '--remove-service', firewallServicePattern, t`service of firewalld`, 'ssh'),
    fits(result, command, '--port', port, t`port`, '8080:tcp'),
    fits(result, command, '--trust', networkDevicePattern, t`interface`, 'eth0'),
  ];
  for (const one of optionList(command, '--port').filter((text) => !isPortRange(text))) {
    const remedy = t`Ports are 0 to 65535; a range is written with the smaller one first: \`8000-8010:tcp\`.`;
    result.addError(command, t`\`${one}\` of \`firewall --port\` is not a valid port.`, remedy);
  }
  if (hasOption(command, '--enabled') && hasOption(command, '--disabled')) {
    result.addError(command, t`\`firewall\` is enabled and disabled.`, t`Remove one of the two.`);
  }
  if (fine.includes(false)) return;
  if (hasOption(command, '--disabled')) {
    giveFirewall(result, command, { enabled: false });
    return;
  }
  const removed = optionList(command, '--remove-service');
  const ports = optionList(command, '--port').map((one) => (one.includes(':') ? one : `${one}:tcp`));
  const shorts = ['ssh', 'http', 'smtp', 'ftp'].filter((name) => hasOption(command, `--${name}`));
  const services = [...optionList(command, '--service'), ...shorts];
  // Anaconda does so, that nobody is locked out.
  if (!removed.includes('ssh') && !ports.includes('22:tcp')) services.push('ssh');
  giveFirewall(result, command, {
    enabled: true,
    services: [...new Set(services)].sort(),
    removedServices: [...removed],
    ports: [...new Set(ports)],
    trusted: [...optionList(command, '--trust')],
  });
}

/** A command says all of the firewall: what an earlier one said has no effect. */
function giveFirewall(
  result: KickstartResult,
  command: ParsedCommand,
  given: Partial<SystemSpec['firewall']>,
): void {
  const whole = { services: [], removedServices: [], ports: [], trusted: [], ...given };
  for (const [name, value] of Object.entries(whole)) result.set(`system.firewall.${name}`, value, command);
}

function applyBootloader(result: KickstartResult, command: ParsedCommand): void {
  const append = optionText(command, '--append');
  if (append === null) return;
  const words = append.split(/\s+/).filter((word) => word !== '');
  result.set('system.kernelArguments', words, command);
}

function applyAuthselect(result: KickstartResult, command: ParsedCommand): void {
  const words = [...command.free];
  if (words.length === 0) {
    result.addError(
      command,
      t`\`authselect\` has no words.`,
      t`Write for example \`authselect select local\`.`,
    );
  } else result.set('system.authselect', words, command);
}
