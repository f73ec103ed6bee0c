import { domains, fields } from './boot-state.js';
import { type CopyIndex, nextSequence, writeOrder } from './copies.js';
import { blockNames, copyPaths } from './environment-block.js';
import { type Assignment, type Rule, rules } from './rules.js';

/**
 * The functions of GRUB's script that choose a slot. They compare strings and nothing else: Fedora's `increment` is
 * not in every GRUB, and there is no arithmetic. `tfr_choose` sets tfr_first to the slot to try first, and has
 * counted the start before it comes back.
 *
 * $tfr_esp is the ESP, or a folder that stands for it. Values of the state are in tfr_FIELD; what load_env brings is in
 * variables that are named as the file names them.
 */
export function grubFunctions(): string {
  return [loadFunction(), readFunction(), putFunction(0), putFunction(1), decideFunction(), chooseFunction()]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const copyFile = (index: CopyIndex) => `"$tfr_esp/${copyPaths[index]}"`;

/** Loads a copy; tfr_seq is its number, or empty when it is none of ours. */
function loadFunction(): string[] {
  const known = fields.filter((field) => field !== 'next_entry');
  return [
    'function tfr_load {',
    ...blockNames.map((name) => `  set ${name}=`),
    '  set tfr_seq=',
    `  load_env -f "$1" ${blockNames.join(' ')}`,
    ...nested(
      [
        isOneOf('seq', Object.keys(nextSequence)),
        '[ "$seq" = "$seq2" ]',
        ...known.map((field) => isOneOf(field, domains[field])),
      ],
      ['set tfr_seq="$seq"'],
    ),
    '  set tfr_request=',
    `  if ${isOneOf('next_entry', domains.next_entry)}; then set tfr_request="$next_entry"; fi`,
    '  set next_entry="$tfr_request"',
    '}',
  ];
}

/** Reads both copies; tfr_newest is the one that holds the state, or empty when both are damaged. */
function readFunction(): string[] {
  return [
    'function tfr_read {',
    `  tfr_load ${copyFile(1)}`,
    '  set tfr_seq1="$tfr_seq"',
    `  tfr_load ${copyFile(0)}`,
    '  set tfr_seq0="$tfr_seq"',
    '  set tfr_newest=',
    '  if [ -n "$tfr_seq0" ]; then set tfr_newest=0; fi',
    '  if [ -n "$tfr_seq1" -a -z "$tfr_seq0" ]; then set tfr_newest=1; fi',
    ...Object.entries(nextSequence).map(
      ([seq, next]) =>
        `  if [ "$tfr_seq0" = "${seq}" -a "$tfr_seq1" = "${next}" ]; then set tfr_newest=1; fi`,
    ),
    `  if [ "$tfr_newest" = "1" ]; then tfr_load ${copyFile(1)}; fi`,
    ...fields.map((field) => `  set tfr_${field}="$${field}"`),
    '}',
  ];
}

/** Writes a copy and looks whether it is there: GRUB says nothing when a file cannot be written. */
function putFunction(index: CopyIndex): string[] {
  const other = index === 0 ? 1 : 0;
  const same = [
    '[ "$tfr_seq" = "$tfr_written" ]',
    ...fields.map((field) => `[ "$${field}" = "$tfr_${field}" ]`),
  ];
  return [
    `function tfr_put${index} {`,
    `  set tfr_seq="$tfr_seq${other}"`,
    `  if [ -z "$tfr_seq" ]; then set tfr_seq="$tfr_seq${index}"; fi`,
    '  set seq=0',
    ...Object.entries(nextSequence).map(
      ([seq, next]) => `  if [ "$tfr_seq" = "${seq}" ]; then set seq=${next}; fi`,
    ),
    '  set seq2="$seq"',
    '  set tfr_written="$seq"',
    ...fields.map((field) => `  set ${field}="$tfr_${field}"`),
    `  save_env -f ${copyFile(index)} ${blockNames.join(' ')}`,
    `  tfr_load ${copyFile(index)}`,
    ...nested(same, [`set tfr_seq${index}="$tfr_seq"`, 'set tfr_seen=1']),
    '}',
  ];
}

function decideFunction(): string[] {
  return [
    'function tfr_decide {',
    '  set tfr_rule=',
    ...rules.filter(({ event }) => event === 'boot').flatMap(ruleLines),
    '}',
  ];
}

function ruleLines({ id, when, set, first = '0' }: Rule): string[] {
  const conditions = Object.entries(when).map(([field, allowed]) => isOneOf(`tfr_${field}`, allowed));
  return nested(
    ['[ -z "$tfr_rule" ]', ...conditions],
    [
      `set tfr_rule=${id}`,
      `set tfr_first=${first}`,
      ...Object.entries(set).flatMap(([field, value]) => assignmentLines(`tfr_${field}`, value)),
    ],
  );
}

function assignmentLines(name: string, value: Assignment): string[] {
  if (typeof value === 'string') return [`set ${name}=${value}`];
  return Object.entries(value).flatMap(([from, to], index) => [
    `${index === 0 ? 'if' : 'elif'} [ "$${name}" = "${from}" ]; then set ${name}=${to}`,
    ...(index === Object.keys(value).length - 1 ? ['fi'] : []),
  ]);
}

/** Without a state that can be read, slot A; a count that cannot be written tries no update. */
function chooseFunction(): string[] {
  const order = (newest: CopyIndex) =>
    writeOrder(newest)
      .map((index) => `tfr_put${index}`)
      .join('; ');
  return [
    'function tfr_choose {',
    '  set tfr_first=0',
    '  set tfr_seen=0',
    '  tfr_read',
    '  if [ -n "$tfr_newest" ]; then',
    '    tfr_decide',
    `    if [ "$tfr_newest" = "1" ]; then ${order(1)}; else ${order(0)}; fi`,
    '    if [ "$tfr_seen" = "0" ]; then',
    '      tfr_read',
    '      set tfr_trial=',
    '      set tfr_next_entry=',
    '      set tfr_first=0',
    '      tfr_decide',
    '    fi',
    '  fi',
    '}',
  ];
}

/** A test of GRUB that a variable has one of these values. */
function isOneOf(name: string, values: readonly string[]): string {
  return `[ ${values.map((value) => `"$${name}" = "${value}"`).join(' -o ')} ]`;
}

/** Commands behind conditions that must all hold. */
function nested(conditions: readonly string[], commands: readonly string[]): string[] {
  const lines = conditions.map((condition, depth) => `${'  '.repeat(depth + 1)}if ${condition}; then`);
  const indent = '  '.repeat(conditions.length + 1);
  const ends = conditions.map((_, depth) => `${'  '.repeat(conditions.length - depth)}fi`);
  return [...lines, ...commands.map((command) => indent + command), ...ends];
}
