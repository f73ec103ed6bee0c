import { domains, fields } from './boot-state.js';
import { nextSequence } from './copies.js';
import { blockNames, copyPaths } from './environment-block.js';
import { type BootEvent, events, type Rule, rules } from './rules.js';

/**
 * The rules of the device's scripts (src/device/dracut/90tmpfsroot/slot-rules.sh): functions of POSIX sh over
 * variables tfr_FIELD. GRUB alone follows those of `boot`.
 */
export function shellRules(): string {
  const known = fields.filter((field) => field !== 'next_entry');
  return [
    '# shellcheck shell=sh',
    '# shellcheck disable=SC2034,SC2154 # what is set and read here belongs to state.sh',
    '# Made from src/slots/rules.ts by `npm run slot-rules`.',
    '',
    `tfr_names='${blockNames.join(' ')}'`,
    `tfr_copy0=${copyPaths[0]}`,
    `tfr_copy1=${copyPaths[1]}`,
    '',
    '# Whether the values that were read are a state of ours; a request for what is not there is none.',
    'tfr_is_state() {',
    '  [ "$tfr_seq" = "$tfr_seq2" ] || return 1',
    ...oneOf('seq', Object.keys(nextSequence)),
    ...known.flatMap((field) => oneOf(field, domains[field])),
    `  case "$tfr_next_entry" in ${patterns(domains.next_entry)}) ;; *) tfr_next_entry= ;; esac`,
    '}',
    '',
    '# Prints the number after one; nothing is before the first.',
    'tfr_next_seq() {',
    '  case "$1" in',
    ...Object.entries(nextSequence).map(([seq, next]) => `    ${seq}) echo ${next} ;;`),
    '    *) echo 0 ;;',
    '  esac',
    '}',
    '',
    '# tfr_follow EVENT SLOT: what becomes of the state. Sets tfr_rule, or leaves it empty when no rule holds, and',
    '# tfr_restart_wanted.',
    'tfr_follow() {',
    '  tfr_rule=',
    '  tfr_restart_wanted=',
    '  tfr_me=$2',
    '  case "$1" in',
    ...events.filter((event) => event !== 'boot').flatMap(eventLines),
    '  esac',
    '}',
    '',
  ].join('\n');
}

function eventLines(event: BootEvent): string[] {
  return [`    ${event})`, ...rules.filter((rule) => rule.event === event).flatMap(ruleLines), '      ;;'];
}

function ruleLines({ id, when, set, restart }: Rule): string[] {
  const names = Object.keys(when);
  const subject = names.map((name) => `$tfr_${name}`).join('/');
  const values = Object.values(when).map((allowed) =>
    allowed.length === 1 ? allowed[0] : `[${allowed.join('')}]`,
  );
  const lines = [
    `tfr_rule=${id}`,
    ...(restart === true ? ['tfr_restart_wanted=yes'] : []),
    ...Object.entries(set).map(([field, value]) => {
      // Only GRUB counts.
      if (typeof value !== 'string') throw new Error(`${id}: a script sets ${field} to one value`);
      return `tfr_${field}=${value}`;
    }),
  ];
  return [
    `      case "$tfr_rule/${subject}" in`,
    `        /${values.join('/')})`,
    ...lines.map((line) => `          ${line}`),
    '          ;;',
    '      esac',
  ];
}

function oneOf(field: string, values: readonly string[]): string[] {
  return [`  case "$tfr_${field}" in ${patterns(values)}) ;; *) return 1 ;; esac`];
}

function patterns(values: readonly string[]): string {
  return values.map((value) => (value === '' ? "''" : value)).join(' | ');
}
