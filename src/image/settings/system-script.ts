import { quote } from '../../base/text/shell-quote.js';
import { uniqueUnits, unitName } from '../../config/fields/unit-name.js';
import type { ConnectionSpec, SystemSpec } from '../../config/image-spec.js';
import { profilePath } from './network-profile.js';
import { firewallFiles } from './system-files.js';

/** Calls of setting-functions.sh that make groups; they run before accounts are made. */
export function groupScript({ groups, users }: Pick<SystemSpec, 'groups' | 'users'>): string {
  const own = users.filter(({ gid }) => gid !== null);
  const homes = users.flatMap(({ home }) => (home === null ? [] : [home]));
  return text([
    ...groups.map(({ name, gid }) => {
      const number = gid === null ? '' : `-g ${gid} `;
      return `has_name /etc/group ${quote(name)} || groupadd ${number}${quote(name)}`;
    }),
    ...own.map(({ name, gid }) => `has_group_id ${gid} || groupadd -g ${gid} ${quote(name)}`),
    // useradd makes the last folder alone.
    ...homes.map((home) => `mkdir -p ${quote(home.replace(/\/[^/]*\/?$/, '') || '/')}`),
  ]);
}

/** Tells where a field was given, for messages. */
type Where = (path: string) => string;

/**
 * Calls of setting-functions.sh that apply the settings which programs of the image must make or check, and that an
 * image is mostly made without. They run after accounts were made.
 */
export function systemScript(system: SystemSpec, where: Where): string {
  const { accountSshKeys, network, time, firewall, services, defaultTarget, authselect } = system;
  return text([
    ...network.connections.map((one, index) =>
      profileLine(one, where(`system.network.connections[${index}]`)),
    ),
    ...accountSshKeys.map(({ user, key }, index) =>
      call('add_ssh_key', user, key, where(`system.accountSshKeys[${index}]`)),
    ),
    ...timeLines(time),
    ...firewallLines(firewall, where('system.firewall.enabled')),
    ...(authselect.length === 0
      ? []
      : [`${call('authselect', ...authselect)} || ${failAt(where('system.authselect'), 'authselect')}`]),
    ...uniqueUnits(services.disabledIfPresent).map((unit) => call('disable_where_there', unitName(unit))),
    ...(defaultTarget === null ? [] : [`systemctl --quiet set-default ${quote(defaultTarget)}`]),
  ]);
}

/** The image's own program says why. */
function failAt(where: string, setting: string): string {
  return call('fail', `${where}: \`${setting}\` could not be applied.`);
}

function call(program: string, ...words: readonly string[]): string {
  return [program, ...words.map(quote)].join(' ');
}

function profileLine(connection: ConnectionSpec, where: string): string {
  const { kind, options } = connection;
  // The mode comes back by its name, and options of a bridge only where they are not as ever.
  const own = kind === 'bond' ? options.filter((option) => !option.startsWith('mode=')) : [];
  return `${call('read_profile', `/${profilePath(connection)}`, ...own)} || ${failAt(where, 'network')}`;
}

function timeLines({ disabled, sources }: SystemSpec['time']): string[] {
  if (disabled) return [call('disable_where_there', 'chronyd.service')];
  if (sources.length === 0) return [];
  const ours = sources.map(({ kind, host, nts }) => `${kind} ${host} iburst${nts ? ' nts' : ''}`);
  return [call('set_time_sources', ...ours)];
}

/** As Anaconda does: firewall-offline-cmd, with the words of the command. */
function firewallLines(firewall: SystemSpec['firewall'], where: string): string[] {
  const { enabled, services, removedServices, ports, trusted } = firewall;
  if (enabled === null) return [];
  if (!enabled) return [call('disable_where_there', 'firewalld.service')];
  const words = [
    '--enabled',
    ...services.map((name) => `--service=${name}`),
    ...removedServices.map((name) => `--remove-service=${name}`),
    ...ports.map((port) => `--port=${port}`),
    ...trusted.map((name) => `--trust=${name}`),
  ];
  return [
    'if command -v firewall-offline-cmd >/dev/null; then',
    `  ${call('firewall-offline-cmd', ...words)} || ${failAt(where, 'firewall')}`,
    'else',
    '  mkdir -p /etc/firewalld/zones',
    ...firewallFiles(firewall).map(
      ({ path, content }) => `  printf '%s' ${quote(content)} >${quote(`/${path}`)}`,
    ),
    'fi',
    'systemctl --quiet enable firewalld',
  ];
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
