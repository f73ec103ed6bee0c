import { type Place, placeText } from '../project/kickstart/finding-at.js';
import type {
  KickstartConnection,
  KickstartFirewall,
  KickstartSystem,
  KickstartTime,
} from '../project/kickstart/kickstart-system.js';
import { quote } from './settings.js';
import { connectionFile, firewallFiles } from './system-files.js';

/** Searches files of accounts, whose fields have colons between them. */
const functions = `has_name() { while IFS=: read -r name _; do [ "$name" != "$2" ] || return 0; done <"$1"; return 1; }
has_group_id() { while IFS=: read -r name _ id _; do [ "$id" != "$1" ] || return 0; done </etc/group; return 1; }`;

/** POSIX sh that makes the groups of kickstart commands; it runs before accounts are made. */
export function groupScript({ groups, accounts }: KickstartSystem): string {
  const own = Object.entries(accounts).filter(([, { gid }]) => gid !== null);
  const homes = Object.values(accounts).flatMap(({ homedir }) => (homedir === null ? [] : [homedir]));
  if (groups.length + own.length + homes.length === 0) return '';
  return text([
    'set -eu',
    functions,
    ...groups.map(({ name, gid }) => {
      const number = gid === null ? '' : `-g ${gid} `;
      return `has_name /etc/group ${quote(name)} || groupadd ${number}${quote(name)}`;
    }),
    ...own.map(([name, { gid }]) => `has_group_id ${gid} || groupadd -g ${gid} ${quote(name)}`),
    // useradd makes the last folder alone.
    ...homes.map((home) => `mkdir -p ${quote(home.replace(/\/[^/]*\/?$/, '') || '/')}`),
  ]);
}

/** POSIX sh that applies all other kickstart commands which programs of the image must make. It runs last. */
export function systemScript(system: KickstartSystem): string {
  const { sshKeys, connections, time, firewall, disabledWhereThere, defaultTarget, authselect } = system;
  const lines = [
    ...(connections.length === 0 ? [] : [readProfile]),
    ...connections.map(profileLine),
    ...sshKeys.flatMap(({ user, key, place }) => sshKeyLines(user, key, `${place.file}:${place.line}`)),
    ...(time === null ? [] : timeLines(time)),
    ...(firewall === null ? [] : firewallLines(firewall)),
    ...(authselect === null
      ? []
      : [`authselect ${authselect.words.map(quote).join(' ')} || ${failAt(authselect.place, 'authselect')}`]),
    ...disabledWhereThere.map(
      (unit) => `[ ! -e /usr/lib/systemd/system/${unit} ] || systemctl --quiet disable ${quote(unit)}`,
    ),
    ...(defaultTarget === null ? [] : [`systemctl --quiet set-default ${quote(defaultTarget)}`]),
  ];
  return lines.length === 0 ? '' : text(['set -eu', ...lines]);
}

/** The image's own program says why. */
function failAt(place: Place, command: string): string {
  return `{ echo ${quote(`${placeText(place)}: \`${command}\` could not be applied.`)} >&2; exit 1; }`;
}

/** $1: a profile, then lines that must come back: NetworkManager leaves out options of a bond that it does not take. */
const readProfile = `nl='
'
read_profile() {
  [ -x /usr/bin/nmcli ] || return 0
  read=$(nmcli --offline connection modify connection.autoconnect-retries 1 <"$1") || return
  shift
  for line; do
    case $nl$read$nl in *"$nl$line$nl"*) ;; *) echo "NetworkManager does not take $line." >&2; return 1 ;; esac
  done
}`;

/** The image's own NetworkManager reads the profiles: one that it refuses would leave the device without that network. */
function profileLine(connection: KickstartConnection): string {
  const { kind, options, place } = connection;
  // The mode comes back by its name, and options of a bridge only where they are not as ever.
  const own = kind === 'bond' ? Object.entries(options).filter(([name]) => name !== 'mode') : [];
  const words = [`/${connectionFile(connection).path}`, ...own.map(([name, value]) => `${name}=${value}`)];
  return `read_profile ${words.map(quote).join(' ')} || ${failAt(place, 'network')}`;
}

function sshKeyLines(user: string, key: string, where: string): string[] {
  return [
    'home=',
    `while IFS=: read -r name _ _ _ _ dir _; do [ "$name" != ${quote(user)} ] || home=$dir; done </etc/passwd`,
    `[ -n "$home" ] || { echo ${quote(`${where}: there is no user \`${user}\` in the image.`)} >&2; exit 1; }`,
    'mkdir -p "$home/.ssh"',
    `printf '%s\\n' ${quote(key)} >>"$home/.ssh/authorized_keys"`,
    'chmod 0700 "$home/.ssh"',
    'chmod 0600 "$home/.ssh/authorized_keys"',
    `chown -R ${quote(`${user}:`)} "$home/.ssh"`,
  ];
}

/** chrony.conf(5): ours instead of the package's sources. The file is rewritten and renamed. */
function timeLines({ isDisabled, sources }: KickstartTime): string[] {
  if (isDisabled)
    return ['[ ! -e /usr/lib/systemd/system/chronyd.service ] || systemctl --quiet disable chronyd'];
  const ours = sources.map(({ kind, host, nts }) => `${kind} ${host} iburst${nts ? ' nts' : ''}`);
  return [
    `printf '%s\\n' ${ours.map(quote).join(' ')} >/etc/chrony.conf.new`,
    'while IFS= read -r line || [ -n "$line" ]; do',
    '  case $line in pool\\ *|server\\ *|peer\\ *|sourcedir\\ *) ;; *) printf \'%s\\n\' "$line" ;; esac',
    'done </etc/chrony.conf >>/etc/chrony.conf.new',
    'chmod 0644 /etc/chrony.conf.new',
    'mv /etc/chrony.conf.new /etc/chrony.conf',
    'systemctl --quiet enable chronyd',
  ];
}

/** As Anaconda does: firewall-offline-cmd, with the words of the command. */
function firewallLines(firewall: KickstartFirewall): string[] {
  const { isEnabled, services, removedServices, ports, trusted } = firewall;
  if (!isEnabled) {
    return ['[ ! -e /usr/lib/systemd/system/firewalld.service ] || systemctl --quiet disable firewalld'];
  }
  const words = [
    '--enabled',
    ...services.map((name) => `--service=${name}`),
    ...removedServices.map((name) => `--remove-service=${name}`),
    ...ports.map((port) => `--port=${port}`),
    ...trusted.map((name) => `--trust=${name}`),
  ];
  return [
    'if command -v firewall-offline-cmd >/dev/null; then',
    `  firewall-offline-cmd ${words.map(quote).join(' ')} || ${failAt(firewall.place, 'firewall')}`,
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
