import type {
  ConnectionFamily,
  KickstartConnection,
  KickstartFirewall,
  KickstartSystem,
} from '../project/kickstart/kickstart-system.js';
import type { SettingFile } from './settings.js';

/** Files that follow from kickstart commands which the spec has no field for; they lie over the packages'. */
export function systemFiles(system: KickstartSystem): SettingFile[] {
  const { hardwareClock, keyboard, rootMayUseSsh, connections } = system;
  return [
    // hwclock(8), "the adjtime file": the third line says what the hardware clock shows.
    ...(hardwareClock === null ? [] : [{ path: 'etc/adjtime', content: `0.0 0 0.0\n0\n${hardwareClock}\n` }]),
    ...(keyboard === null
      ? []
      : [{ path: 'etc/X11/xorg.conf.d/00-keyboard.conf', content: keyboardText(keyboard) }]),
    ...(rootMayUseSsh
      ? [
          {
            path: 'etc/ssh/sshd_config.d/01-permitrootlogin.conf',
            content: 'PermitRootLogin yes\n',
            mode: 0o600,
          },
        ]
      : []),
    ...connections.map(connectionFile),
  ];
}

/** Zones for a firewalld whose own program cannot be run in the image (firewalld.zone(5)). */
export function firewallFiles({
  services,
  removedServices,
  ports,
  trusted,
}: KickstartFirewall): SettingFile[] {
  // What the zone of the package opens.
  const open = new Set(['ssh', 'mdns', 'dhcpv6-client', ...services]);
  for (const name of removedServices) open.delete(name);
  const zone = [
    '  <short>Public</short>',
    ...[...open].sort().map((name) => `  <service name="${name}"/>`),
    ...ports
      .map((port) => port.split(':'))
      .map(([port, protocol]) => `  <port port="${port}" protocol="${protocol}"/>`),
    '  <forward/>',
  ];
  const interfaces = trusted.map((name) => `  <interface name="${name}"/>`);
  return [
    { path: 'etc/firewalld/zones/public.xml', content: xml('<zone>', zone) },
    ...(trusted.length > 0
      ? [
          {
            path: 'etc/firewalld/zones/trusted.xml',
            content: xml('<zone target="ACCEPT">', [
              '  <short>Trusted</short>',
              ...interfaces,
              '  <forward/>',
            ]),
          },
        ]
      : []),
  ];
}

function xml(first: string, lines: readonly string[]): string {
  return ['<?xml version="1.0" encoding="utf-8"?>', first, ...lines, '</zone>', ''].join('\n');
}

/** xorg.conf(5), as systemd-localed writes it: `cz (qwerty)` is a layout and its variant. */
function keyboardText({ layouts, options }: NonNullable<KickstartSystem['keyboard']>): string {
  const parts = layouts.map((layout) => /^(\S+)(?: \((.*)\))?$/.exec(layout) ?? []);
  const variants = parts.map(([, , variant = '']) => variant);
  return [
    'Section "InputClass"',
    '        Identifier "system-keyboard"',
    '        MatchIsKeyboard "on"',
    `        Option "XkbLayout" "${parts.map(([, layout = '']) => layout).join(',')}"`,
    ...(variants.some((variant) => variant !== '')
      ? [`        Option "XkbVariant" "${variants.join(',')}"`]
      : []),
    ...(options.length > 0 ? [`        Option "XkbOptions" "${options.join(',')}"`] : []),
    'EndSection',
    '',
  ].join('\n');
}

/** The profile of a device (nm-settings-keyfile(5)); of a port it says nothing of addresses, which it cannot have. */
export function connectionFile(connection: KickstartConnection): SettingFile {
  const { name, kind, interfaceName, mac, vlan, options, controller, mtu, atBoot } = connection;
  const ethernet = [...(mac === null ? [] : [`mac-address=${mac}`]), ...(mtu === null ? [] : [`mtu=${mtu}`])];
  const own = Object.entries(options).map(([key, value]) => `${key}=${value}`);
  const isAny = interfaceName === null && mac === null;
  return profileFile(name, [
    section('connection', [
      `id=${name}`,
      `type=${kind}`,
      ...(interfaceName === null ? [] : [`interface-name=${interfaceName}`]),
      ...(controller === null ? [] : [`master=${controller.name}`, `slave-type=${controller.kind}`]),
      // Above the profiles that NetworkManager makes by itself (-999), those of packages (0), and one for any interface.
      atBoot ? `autoconnect-priority=${isAny ? 10 : 20}` : 'autoconnect=false',
      ...(isAny ? ['multi-connect=3'] : []),
    ]),
    ...(ethernet.length > 0 ? [section('ethernet', ethernet)] : []),
    ...(vlan === null ? [] : [section('vlan', [`id=${vlan.id}`, `parent=${vlan.parent}`])]),
    ...(kind === 'bond' || kind === 'bridge' ? [section(kind, own)] : []),
    ...(controller === null
      ? [section('ipv4', familyLines(connection.ipv4)), section('ipv6', familyLines(connection.ipv6))]
      : []),
  ]);
}

function familyLines({
  method,
  address,
  gateway,
  dns,
  search,
  ignoreAutoDns,
  neverDefault,
}: ConnectionFamily) {
  return [
    `method=${method}`,
    ...(address === null ? [] : [`address1=${address}`]),
    ...(gateway === null ? [] : [`gateway=${gateway}`]),
    ...(dns.length > 0 ? [`dns=${dns.map((ip) => `${ip};`).join('')}`] : []),
    ...(search.length > 0 ? [`dns-search=${search.map((name) => `${name};`).join('')}`] : []),
    ...(ignoreAutoDns ? ['ignore-auto-dns=true'] : []),
    ...(neverDefault ? ['never-default=true'] : []),
  ];
}

/** NetworkManager refuses a profile that others may read. */
function profileFile(name: string, sections: readonly string[]): SettingFile {
  return {
    path: `etc/NetworkManager/system-connections/${name}.nmconnection`,
    content: sections.join('\n'),
    mode: 0o600,
  };
}

function section(name: string, lines: readonly string[]): string {
  return [`[${name}]`, ...lines, ''].join('\n');
}
