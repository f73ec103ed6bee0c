import { later } from '../../base/language/texts.js';
import { applied, type CommandRule, needless, refused } from './command-rule.js';

const wireless = later`Put a profile of NetworkManager into \`root.override/etc/NetworkManager/system-connections/\`.`;

/** `network`, of which there may be many: the host name, and one profile of NetworkManager for each device. */
export const networkRules: readonly CommandRule[] = [
  {
    names: ['network'],
    effect: 'applied',
    does: 'a network device; the first plain one is `system.network`, others get profiles of NetworkManager of their own (`system.network.connections`)',
    repeats: true,
    options: [
      applied('--hostname', 'text', 'host name (`system.hostname`)'),
      applied('--device', 'text', 'interface, its MAC address, or `link`: any wired one'),
      {
        ...applied('--bootproto', 'text', '`dhcp`, `static`'),
        choices: ['dhcp', 'static', 'bootp', 'ibft'],
      },
      applied('--ip', 'text', 'IPv4 address'),
      applied('--netmask', 'text', 'its netmask, 255.255.255.0 or the length of a prefix'),
      applied('--gateway', 'text', 'IPv4 gateway'),
      applied('--nameserver', 'list', 'name servers, of a family that the device has'),
      applied('--ipv6', 'text', '`auto`, `dhcp`, or an address with the length of its prefix, else 64'),
      applied('--ipv6gateway', 'text', 'IPv6 gateway'),
      applied('--noipv4', 'nothing', 'no IPv4'),
      applied('--noipv6', 'nothing', 'no IPv6; with `--noipv4` the device has no addresses'),
      applied('--nodns', 'nothing', 'no name servers of DHCP'),
      applied('--ipv4-ignore-auto-dns', 'nothing', 'no name servers of DHCP'),
      applied('--ipv6-ignore-auto-dns', 'nothing', 'no name servers of router advertisements and DHCP'),
      applied('--ipv4-dns-search', 'list', 'domains to search'),
      applied('--ipv6-dns-search', 'list', 'domains to search'),
      applied('--nodefroute', 'nothing', 'no default route by this device'),
      applied('--mtu', 'number', 'bytes in a packet'),
      applied('--onboot', 'switch', '`no` leaves it down at boot'),
      needless('--activate', 'nothing', 'the installer needs no network'),
      needless('--no-activate', 'nothing', 'the installer needs no network'),
      applied('--vlanid', 'number', 'a VLAN on that device, or on the bond of `--bondslaves`'),
      applied('--interfacename', 'text', 'name of the VLAN interface, else `DEVICE.ID`'),
      applied('--bondslaves', 'list', 'the device is a bond of these, which have no addresses of their own'),
      applied(
        '--bondopts',
        'text',
        'options of the bond, as in the kernel’s bonding documentation: `mode=active-backup,primary=em1`',
      ),
      applied('--bridgeslaves', 'list', 'the device is a bridge of these, which have none either'),
      applied('--bridgeopts', 'text', 'options of the bridge: `stp=yes,priority=4096`'),
      { ...applied('--bindto', 'text', '`mac`: by the MAC address that `--device` gives'), choices: ['mac'] },
      refused('--teamslaves', 'text', later`Fedora has no teams any more`, later`Use \`--bondslaves\`.`),
      refused('--teamconfig', 'text', later`Fedora has no teams any more`, later`Use \`--bondopts\`.`),
      refused('--essid', 'text', later`the wired network only`, wireless),
      refused('--wepkey', 'text', later`the wired network only`, wireless),
      refused('--wpakey', 'text', later`the wired network only`, wireless),
      refused(
        '--ethtool',
        'text',
        later`kickstart has no meaning for it`,
        later`Put a \`.link\` file into \`root.override/etc/systemd/network/\` (systemd.link(5)).`,
      ),
      refused('--dhcpclass', 'text', later`the profile cannot hold it`, wireless),
    ],
  },
];
