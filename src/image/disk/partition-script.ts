import { quote } from '../../base/text/shell-quote.js';
import type { PartitionKind } from '../../config/partitions/partition-record.js';
import { partitionNames, partitionTable } from '../../config/partitions/partition-table.js';
import { deviceMakers, ext4Features } from './file-systems.js';

const end = '# The end of what is made.\n';

/** lib.sh (src/device/dracut/90tmpfsroot) with the table of partitions as it is today. */
export function withPartitions(script: string): string {
  return withMade(script, 'src/config/partitions/partition-table.ts', partitionScript());
}

/** lib.sh of src/device/anaconda with the features of ext4 as they are today. */
export function withFeatures(script: string): string {
  return withMade(script, 'src/image/disk/file-systems.ts', featureScript());
}

function withMade(script: string, source: string, made: string): string {
  const begin = `# Made from ${source} by \`npm run partitions\`, up to the end that is marked.\n`;
  const [before, rest] = script.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`The script has no place for what is made from ${source}.`);
  return `${before}${begin}${made}${end}${after}`;
}

/** Functions of POSIX sh that know what is the same of each partition on every device. */
function partitionScript(): string {
  const makers = Object.entries(deviceMakers).map(
    ([fileSystem, command]) => `    ${fileSystem}) ${command('"$tfr_fs_label"', '"$2"')} >/dev/null ;;\n`,
  );
  return `
# Sets what is the same of a partition on every device; fails for a name that is not valid. What the running system does
# not mount has no options, no leave to format it, and nothing that stands in for it (MiB of memory).
# shellcheck disable=SC2034 # for those who call it
tfr_partition() {
  case "$1" in
${partitionNames.map((name) => `    ${name})\n${assignments(partitionTable[name])}      ;;\n`).join('')}    *) return 1 ;;
  esac
}

# Makes the file system of a partition that is not a slot, empty.
# tfr_make_file_system NAME DEVICE
tfr_make_file_system() {
  tfr_partition "$1" || return 1
  case "$tfr_fs" in
${makers.join('')}    *) return 1 ;;
  esac
}

`;
}

function assignments(kind: PartitionKind): string {
  const { role, label, fsLabel, typeGuid, fileSystem, mountPoint, idHead, use } = kind;
  const lines = [
    { tfr_head: idHead, tfr_type: typeGuid, tfr_partlabel: label },
    { tfr_role: role, tfr_fs: fileSystem, tfr_fs_label: fsLabel },
    { tfr_point: mountPoint, tfr_options: use?.options ?? '' },
    {
      tfr_may_format: use?.mayFormat ? 'yes' : '',
      tfr_salvage: use?.salvage ? 'yes' : '',
      tfr_makes_room: use?.makesRoom ? 'yes' : '',
      tfr_stand_in: String(use?.standInMiB ?? ''),
    },
  ];
  return lines
    .map((line) => Object.entries(line).map(([name, value]) => `${name}=${word(value)}`))
    .map((words) => `      ${words.join(' ')}\n`)
    .join('');
}

function featureScript(): string {
  const { every, newer, slot } = ext4Features;
  return `
# Features that mke2fs(8) shall not turn on: in any ext4, in any where it knows them, and in a slot besides, which is
# only ever read.
# shellcheck disable=SC2034 # for those who read this
ext4_features=${quote(every)} newer_features=${quote(newer)} slot_features=${quote(slot)}

`;
}

function word(value: string): string {
  return value === '' || value.includes(' ') ? quote(value) : value;
}
