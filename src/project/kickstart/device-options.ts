import { t } from '../../base/language/texts.js';
import { didYouMean } from '../../base/nearest.js';
import { wrongBondValue } from './bond-values.js';
import { type KickstartResult, optionList, optionText } from './kickstart-result.js';
import type { ParsedCommand } from './parse-command.js';

const all = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
];
const withArp = ['balance-rr', 'active-backup', 'balance-xor', 'broadcast'];
const withPrimary = ['active-backup', 'balance-tlb', 'balance-alb'];

/**
 * Options of the kernel's bonding driver that NetworkManager takes (nm-settings-keyfile(5), `[bond]`), and the modes
 * in which they count: in others NetworkManager leaves them out, or refuses the profile. A test asks it.
 */
export const bondOptionModes: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    [
      ...['mode', 'miimon', 'updelay', 'downdelay', 'arp_all_targets', 'primary_reselect', 'fail_over_mac'],
      ...['use_carrier', 'ad_select', 'xmit_hash_policy', 'resend_igmp', 'all_slaves_active', 'num_grat_arp'],
      ...['num_unsol_na', 'peer_notif_delay', 'lp_interval', 'min_links'],
    ].map((name) => [name, all]),
  ),
  arp_interval: withArp,
  arp_ip_target: withArp,
  arp_validate: withArp,
  primary: withPrimary,
  active_slave: withPrimary,
  packets_per_slave: ['balance-rr'],
  tlb_dynamic_lb: ['balance-tlb', 'balance-alb'],
  lacp_rate: ['802.3ad'],
  ad_user_port_key: ['802.3ad'],
  ad_actor_sys_prio: ['802.3ad'],
  ad_actor_system: ['802.3ad'],
};

/** Options of `--bridgeopts` (pykickstart/commands/network.py), and what they may be (nm-settings-keyfile(5), `[bridge]`). */
export const bridgeRanges: Readonly<Record<string, readonly [least: number, most: number]>> = {
  stp: [0, 1],
  priority: [0, 65_535],
  'forward-delay': [2, 30],
  'hello-time': [1, 10],
  'max-age': [6, 40],
  'ageing-time': [0, 1_000_000],
};

/** `mode=active-backup,primary=em1`; with `;` between them where a value has commas. */
export function bondOptions(result: KickstartResult, command: ParsedCommand): Record<string, string> {
  const text = optionText(command, '--bondopts');
  const parts = text === null ? [] : text.split(text.includes(';') ? ';' : ',');
  const options = read(result, command, '--bondopts', parts, Object.keys(bondOptionModes));
  const mode = all[Number(options.mode ?? 0)] ?? options.mode ?? '';
  if (!all.includes(mode)) {
    result.addError(command, t`\`${mode}\` is not a valid mode of a bond.`, t`Modes: ${all.join(', ')}.`);
    return options;
  }
  for (const name of Object.keys(options)) {
    const modes = bondOptionModes[name] ?? all;
    if (modes.includes(mode)) continue;
    const remedy = t`It counts in ${modes.join(', ')}; set one of them with \`mode=\`, or remove it.`;
    result.addError(command, t`\`${name}\` of \`--bondopts\` means nothing in the mode \`${mode}\`.`, remedy);
  }
  for (const [name, value] of Object.entries(options)) {
    const remedy = wrongBondValue(name, value, optionList(command, '--bondslaves'));
    if (remedy !== null)
      result.addError(command, t`\`${value}\` is not a valid \`${name}\` of a bond.`, remedy);
  }
  monitoring(result, command, options);
  return options;
}

/** Links are watched in one way or the other, and each has options that mean nothing without it. */
function monitoring(
  result: KickstartResult,
  command: ParsedCommand,
  options: Readonly<Record<string, string>>,
): void {
  const isOn = (name: string) => Number(options[name] ?? 0) > 0;
  if (isOn('miimon') && isOn('arp_interval')) {
    const remedy = t`Links are watched in one of the two ways: remove the other.`;
    result.addError(command, t`\`miimon\` of \`--bondopts\` contradicts \`arp_interval\`.`, remedy);
  }
  if (isOn('miimon') && Number(options.peer_notif_delay ?? 0) % Number(options.miimon) > 0) {
    const wrong = t`\`peer_notif_delay\` of \`--bondopts\` is not a multiple of \`miimon\`.`;
    result.addError(command, wrong, t`Peers are told when links are looked at: write a multiple.`);
  }
  const needed: Readonly<Record<string, string>> = {
    updelay: 'miimon',
    downdelay: 'miimon',
    peer_notif_delay: 'miimon',
    arp_interval: 'arp_ip_target',
    arp_ip_target: 'arp_interval',
  };
  for (const [name, other] of Object.entries(needed)) {
    const isThere = name === 'arp_ip_target' ? options[name] !== undefined : isOn(name);
    const isMet = other === 'arp_ip_target' ? options[other] !== undefined : isOn(other);
    if (isThere && !isMet) {
      const remedy = t`Add \`${other}=\`, or remove it.`;
      result.addError(command, t`\`${name}\` of \`--bondopts\` means nothing without \`${other}\`.`, remedy);
    }
  }
}

export function bridgeOptions(result: KickstartResult, command: ParsedCommand): Record<string, string> {
  const parts = optionText(command, '--bridgeopts')?.split(',') ?? [];
  const options = read(result, command, '--bridgeopts', parts, Object.keys(bridgeRanges));
  const { stp, ...numbers } = options;
  for (const [name, value] of Object.entries(numbers)) {
    const [least, most] = bridgeRanges[name] ?? [0, 0];
    if (/^\d{1,7}$/.test(value) && Number(value) >= least && Number(value) <= most) continue;
    const remedy = t`It is a number from ${least} to ${most}.`;
    result.addError(command, t`\`${value}\` is not a valid \`${name}\` of a bridge.`, remedy);
  }
  if (stp !== undefined) options.stp = /^(yes|on|true|1)$/i.test(stp) ? 'true' : 'false';
  return options;
}

function read(
  result: KickstartResult,
  command: ParsedCommand,
  option: string,
  parts: readonly string[],
  known: readonly string[],
): Record<string, string> {
  const options: Record<string, string> = {};
  for (const part of parts) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(part.trimStart()) ?? [];
    if (!/^[A-Za-z0-9_.,:+-]+$/.test(value)) {
      result.addError(
        command,
        t`\`${part}\` of \`${option}\` is not a \`name=value\`.`,
        t`Write \`${option}=NAME=VALUE,...\`.`,
      );
    } else if (!known.includes(name)) {
      const remedy = t`${didYouMean(name, known)}Known: ${known.join(', ')}.`;
      result.addError(command, t`\`${option}\` does not know \`${name}\`.`, remedy);
    } else options[name] = value;
  }
  return options;
}
