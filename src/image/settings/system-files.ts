import type { SystemSpec } from '../../config/image-spec.js';
import type { SettingFile } from './setting-file.js';

/** Files of settings that an image is mostly made without; they lie over the packages'. */
export function systemFiles(system: SystemSpec): SettingFile[] {
  const { hardwareClock, keyboard, rootSshPassword } = system;
  return [
    // hwclock(8), "the adjtime file": the third line says what the hardware clock shows.
    ...(hardwareClock === null ? [] : [{ path: 'etc/adjtime', content: `0.0 0 0.0\n0\n${hardwareClock}\n` }]),
    ...(keyboard.layouts.length === 0
      ? []
      : [{ path: 'etc/X11/xorg.conf.d/00-keyboard.conf', content: keyboardText(keyboard) }]),
    ...(rootSshPassword
      ? [
          {
            path: 'etc/ssh/sshd_config.d/01-permitrootlogin.conf',
            content: 'PermitRootLogin yes\n',
            mode: 0o600,
          },
        ]
      : []),
  ];
}

/** Zones for a firewalld whose own program cannot be run in the image (firewalld.zone(5)). */
export function firewallFiles({
  services,
  removedServices,
  ports,
  trusted,
}: SystemSpec['firewall']): SettingFile[] {
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
function keyboardText({ layouts, options }: SystemSpec['keyboard']): string {
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
