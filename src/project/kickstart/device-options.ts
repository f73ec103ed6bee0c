import { didYouMean } from '../../spec/nearest.js';
import type { ParsedCommand } from './parse-command.js';
import { type Said, textOf } from './said.js';

/** Options of the kernel's bonding driver that NetworkManager takes (nm-settings-keyfile(5), `[bond]`). */
const bondNames = [
  ...['mode', 'miimon', 'updelay', 'downdelay', 'arp_interval', 'arp_ip_target', 'arp_validate', 'primary'],
  ...['primary_reselect', 'fail_over_mac', 'use_carrier', 'ad_select', 'xmit_hash_policy', 'resend_igmp'],
  ...['lacp_rate', 'active_slave', 'all_slaves_active', 'num_grat_arp', 'num_unsol_na', 'packets_per_slave'],
  ...['tlb_dynamic_lb', 'lp_interval', 'min_links', 'ad_user_port_key', 'ad_actor_sys_prio'],
];

/** Options of `--bridgeopts` (pykickstart/commands/network.py). */
const bridgeNames = ['stp', 'priority', 'forward-delay', 'hello-time', 'max-age', 'ageing-time'];

/** `mode=active-backup,primary=em1`; with `;` between them where a value has commas. */
export function bondOptions(said: Said, command: ParsedCommand): Record<string, string> {
  const text = textOf(command, '--bondopts');
  const parts = text === null ? [] : text.split(text.includes(';') ? ';' : ',');
  return read(said, command, '--bondopts', parts, bondNames);
}

export function bridgeOptions(said: Said, command: ParsedCommand): Record<string, string> {
  const parts = textOf(command, '--bridgeopts')?.split(',') ?? [];
  const options = read(said, command, '--bridgeopts', parts, bridgeNames);
  if (options.stp !== undefined) options.stp = /^(yes|on|true|1)$/i.test(options.stp) ? 'true' : 'false';
  return options;
}

function read(
  said: Said,
  command: ParsedCommand,
  option: string,
  parts: readonly string[],
  known: readonly string[],
): Record<string, string> {
  const options: Record<string, string> = {};
  for (const part of parts) {
    const [, name = '', value = ''] = /^\s*([^=]*)=(.*)$/.exec(part) ?? [];
    if (!/^[A-Za-z0-9_.,:+-]+$/.test(value)) {
      said.wrong(
        command,
        `\`${part}\` of \`${option}\` is no \`name=value\`.`,
        `Write \`${option}=NAME=VALUE,...\`.`,
      );
    } else if (!known.includes(name)) {
      const remedy = `${didYouMean(name, known)}Known: ${known.join(', ')}.`;
      said.wrong(command, `\`${option}\` does not know \`${name}\`.`, remedy);
    } else options[name] = value;
  }
  return options;
}
