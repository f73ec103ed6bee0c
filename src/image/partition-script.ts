import { partitionNames } from '../spec/image-spec.js';
import { type PartitionKind, partitionTable } from '../spec/partition-table.js';
import { deviceMakers } from './file-systems.js';
import { quote } from './settings.js';

const begin =
  '# Made from src/spec/partition-table.ts by `npm run partitions`, up to the end that is marked.\n';
const end = '# The end of what is made.\n';

/** lib.sh (src/device/dracut/90tmpfsroot) with the table of partitions as it is today. */
export function withPartitions(script: string): string {
  const [before, rest] = script.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error('lib.sh has no place for the partitions.');
  return `${before}${begin}${partitionScript()}${end}${after}`;
}

/** Functions of POSIX sh that know what is the same of each partition on every device. */
function partitionScript(): string {
  const makers = Object.entries(deviceMakers).map(
    ([fileSystem, words]) => `    ${fileSystem}) ${words.join(' ')} -L "$tfr_partlabel" "$2" >/dev/null ;;\n`,
  );
  return `
# Sets what is the same of a partition on every device; fails for a name that is none. What the running system does
# not mount has no options, no leave to format it, and nothing that stands in for it (MiB of memory).
# shellcheck disable=SC2034 # for those who call it
tfr_partition() {
  case "$1" in
${partitionNames.map((name) => `    ${name})\n${assignments(partitionTable[name])}      ;;\n`).join('')}    *) return 1 ;;
  esac
}

# Makes the file system of a data partition, empty.
# tfr_make_file_system NAME DEVICE
tfr_make_file_system() {
  tfr_partition "$1" || return 1
  case "$tfr_fs" in
${makers.join('')}    *) return 1 ;;
  esac
}

`;
}

function assignments({ label, typeGuid, fileSystem, mountPoint, idHead, use }: PartitionKind): string {
  const lines = [
    { tfr_head: idHead, tfr_type: typeGuid, tfr_partlabel: label },
    { tfr_fs: fileSystem, tfr_point: mountPoint, tfr_options: use?.options ?? '' },
    {
      tfr_may_format: use?.mayFormat ? 'yes' : '',
      tfr_salvage: use?.salvage ? 'yes' : '',
      tfr_stand_in: String(use?.standInMiB ?? ''),
    },
  ];
  return lines
    .map((line) => Object.entries(line).map(([name, value]) => `${name}=${word(value)}`))
    .map((words) => `      ${words.join(' ')}\n`)
    .join('');
}

function word(value: string): string {
  return value === '' || value.includes(' ') ? quote(value) : value;
}
