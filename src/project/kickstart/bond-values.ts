import { t } from '../../base/language/texts.js';
import { familyOf } from '../../config/fields/ip-address.js';

/** What an option may be: one of these words or its place among them, or a number, or what a pattern says. */
type Values =
  | { words: readonly string[] }
  | { least: number; most: number }
  | { fits: (value: string, ports: readonly string[]) => boolean; told: () => string };

const switched: Values = { least: 0, most: 1 };
const milliseconds: Values = { least: 0, most: 2 ** 31 - 1 };
const port: Values = {
  fits: (value, ports) => ports.includes(value),
  told: () => t`It is one of \`--bondslaves\`.`,
};
/** The address of a group is refused by the kernel alone. */
const ownMac = /^[0-9A-Fa-f][02468ACEace](?::[0-9A-Fa-f]{2}){5}$/;
const mostTargets = 16;

/** Values of the options of a bond (kernel: Documentation/networking/bonding.rst); NetworkManager takes the same, which a test shows. */
export const bondValues: Readonly<Record<string, Values>> = {
  miimon: milliseconds,
  updelay: milliseconds,
  downdelay: milliseconds,
  peer_notif_delay: { least: 0, most: 300_000 },
  arp_interval: milliseconds,
  arp_ip_target: {
    fits: (value) => {
      const targets = value.split(',');
      return targets.length <= mostTargets && targets.every((one) => familyOf(one) === 'ipv4');
    },
    told: () => t`It is up to ${mostTargets} IPv4 addresses, with commas between them.`,
  },
  arp_validate: {
    words: ['none', 'active', 'backup', 'all', 'filter', 'filter_active', 'filter_backup'],
  },
  arp_all_targets: { words: ['any', 'all'] },
  primary: port,
  active_slave: port,
  primary_reselect: { words: ['always', 'better', 'failure'] },
  fail_over_mac: { words: ['none', 'active', 'follow'] },
  use_carrier: switched,
  all_slaves_active: switched,
  tlb_dynamic_lb: switched,
  ad_select: { words: ['stable', 'bandwidth', 'count'] },
  lacp_rate: { words: ['slow', 'fast'] },
  xmit_hash_policy: {
    words: ['layer2', 'layer3+4', 'layer2+3', 'encap2+3', 'encap3+4', 'vlan+srcmac'],
  },
  resend_igmp: { least: 0, most: 255 },
  num_grat_arp: { least: 0, most: 255 },
  num_unsol_na: { least: 0, most: 255 },
  lp_interval: { least: 1, most: 2 ** 31 - 1 },
  min_links: { least: 0, most: 2 ** 31 - 1 },
  packets_per_slave: { least: 0, most: 65_535 },
  ad_user_port_key: { least: 0, most: 1023 },
  ad_actor_sys_prio: { least: 1, most: 65_535 },
  ad_actor_system: {
    fits: (value) => ownMac.test(value),
    told: () => t`It is a MAC address: \`02:11:22:33:44:55\`.`,
  },
};

/**
 * Why a value is none of that option, as what it may be; null for one that it may be.
 * @param ports interfaces that the bond is made of
 */
export function wrongBondValue(name: string, value: string, ports: readonly string[]): string | null {
  const values = bondValues[name];
  if (values === undefined) return null;
  if ('fits' in values) return values.fits(value, ports) ? null : values.told();
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if ('words' in values) {
    if (values.words.includes(value) || number < values.words.length) return null;
    return t`It is one of: ${values.words.join(', ')}.`;
  }
  if (number >= values.least && number <= values.most) return null;
  return t`It is a number from ${values.least} to ${values.most}.`;
}
