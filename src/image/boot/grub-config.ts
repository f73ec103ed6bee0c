import { findPartition, planDisks } from '../../config/partitions/partition-plan.js';
import { partitionTable } from '../../config/partitions/partition-table.js';
import type { InstallerSpec, RootSpec } from '../../config/spec-parts.js';
import { copyPaths } from '../../slots/environment-block.js';
import { grubFunctions } from '../../slots/grub-script.js';
import { keyFile, loadedFiles } from '../slot/slot-signatures.js';
import { installerCommandLine } from './kernel-command-line.js';
import { chooseArguments, espArguments, loadKernel } from './slot-arguments.js';

/** FAT labels of the ESPs of an installed system; the installer's menu finds the local system by them. */
export const espLabels = { esp: partitionTable.esp.fsLabel, esp2: partitionTable.esp2.fsLabel };

/** Seconds that the installer's menu waits, with and without a person. */
const installerTimeout = { attended: 30, unattended: 5 };

/**
 * What GRUB runs on an installed system, for commands that Fedora's signed GRUB has (facts, section 4): the slot that
 * the boot state says, else the other one, else a restart. There is no menu: an entry that fails would wait for a key.
 * Slots are found by their place on the disk that GRUB itself was started from, so that a second disk with a copy is
 * never taken. The device is told which of its ESPs that was, by its number in the partition table.
 *
 * The ESP has it in a file of gzip's format (`tfr_grub_config` in lib.sh): one that is damaged fails its checksum, and
 * GRUB runs nothing of it. Only where the head of that file is damaged does GRUB take it for plain text; it then starts
 * nothing when the first line is damaged too.
 */
export function deviceGrubConfig(spec: RootSpec, id: string): string {
  return `
set tfr_begun=yes
# Made by tmpfsroot-wizard. GRUB chooses a slot by the state in ${copyPaths.join(' and ')}, counts the
# start, and tries the other slot when that one is damaged or cannot be loaded. It never waits for a person.

${grubFunctions()}

${checkFunction()}

${espArguments(spec)}

${startFunction(spec, id, 'a', 2)}

${startFunction(spec, id, 'b', 3)}

function tfr_start {
  regexp --set=1:tfr_disk '^([^,]+),' "$root"
  regexp --set=1:tfr_number '([0-9]+)$' "$root"
  set tfr_esp="($root)"
  tfr_choose
  # A slot that looks damaged is better than none: what is wrong may be its signature.
  for tfr_which in whole any; do
    if [ "$tfr_first" = "1" ]; then
      tfr_start_b $tfr_which
      tfr_start_a $tfr_which
    else
      tfr_start_a $tfr_which
      tfr_start_b $tfr_which
    fi
  done
  echo 'Neither slot can be loaded. Restarting in 30 seconds.'
  sleep 30
  reboot
}

if [ "$tfr_begun" = "yes" ]; then tfr_start; fi
`;
}

/** Path on an ESP of what {@link deviceGrubConfig} answers. */
export const grubConfigPath = 'EFI/tfr/grub.cfg.gz';

/** Its path among the files that an ESP is made from, as text and without the installation's id. */
export const grubConfigTemplate = 'EFI/tfr/grub.cfg';

/**
 * grub.cfg of an installed system: it takes the configuration of the ESP that GRUB was started from, else that of the
 * other one on this disk, which is then started with the first one's boot state; else it leaves to the firmware. It
 * lies in one sector, and a line that is damaged is left out by GRUB, which goes on with the next.
 */
export function grubLoader(spec: RootSpec): string {
  const plan = planDisks(spec);
  const numbers = (['esp', 'esp2'] as const).flatMap(
    (name) => findPartition(plan, name)?.partition.number ?? [],
  );
  return `source /${grubConfigPath}
# Made by tmpfsroot-wizard. It comes here only if that file is damaged.
regexp --set=1:tfr_disk '^([^,]+),' "$root"
${numbers.map((number) => `source ($tfr_disk,gpt${number})/${grubConfigPath}\n`).join('')}echo 'The configuration of GRUB is damaged. The firmware goes on with its next boot entry.'
exit 1
sleep 30
reboot
`;
}

/**
 * Looks whether kernel and initramfs in a folder have the signatures beside them (slot-signatures.ts); sets tfr_bad to
 * the first that has not. $check_signatures is there where GRUB has the module (2.06 and newer: grub-core/commands/
 * pgp.c); a key whose own signature is wrong, and a slot without any, tell nothing, and the count of starts decides.
 */
function checkFunction(): string {
  const [kernel, initramfs] = loadedFiles;
  const check = (name: string) => `verify_detached "$1/${name}" "$1/${name}.sig" "$1/${keyFile}"`;
  return `function tfr_check {
  if [ -n "$check_signatures" -a -f "$1/${keyFile}.sig" ]; then
    if ${check(keyFile)}; then
      set tfr_bad=${kernel}
      if ${check(kernel)}; then
        set tfr_bad=${initramfs}
        if ${check(initramfs)}; then
          set tfr_bad=
        fi
      fi
    fi
  fi
}`;
}

/**
 * Starts a slot: `whole` one whose files are as they were signed, or `any`. A kernel without its initramfs is not started.
 */
function startFunction(spec: RootSpec, id: string, slot: 'a' | 'b', partition: number): string {
  const folder = `($tfr_disk,gpt${partition})/boot`;
  return `function tfr_start_${slot} {
  set tfr_bad=
  if [ "$1" = "whole" ]; then tfr_check ${folder}; fi
  if [ -n "$tfr_bad" ]; then
    echo "Slot ${slot}: $tfr_bad is damaged"
  else
    echo 'Starting ${spec.name}, slot ${slot}'
    ${chooseArguments(folder).join('\n    ')}
    if
      ${loadKernel(`${folder}/vmlinuz`, `tfr.esp=$tfr_number tfr.id=${id} tfr.slot=${slot}`)}
    then
      if
        initrd ${folder}/initramfs.img
      then
        boot
      fi
    fi
  fi
}`;
}

/**
 * grub.cfg of the installer's medium. The local disk is the default after a pause; on an unattended medium the
 * installation is, but not when this very medium has installed the local disk already: a firmware that always
 * starts the medium first would install for ever.
 */
export function installerGrubConfig(spec: InstallerSpec, label: string): string {
  return mediumGrubConfig(spec, label, {
    kernel: '/tfr/vmlinuz',
    initramfs: '/tfr/initramfs.img',
    commandLine: installerCommandLine(spec, label),
  });
}

/** What a medium starts to install. */
export interface MediumBoot {
  /** Paths on the medium. */
  kernel: string;
  initramfs: string;
  commandLine: string;
  /** The same with a check of the medium before it, for a menu entry of its own. */
  checkedCommandLine?: string;
}

/**
 * The menu of a medium, see {@link installerGrubConfig}; for GRUB that was started by UEFI and by the BIOS.
 *
 * The medium may stay in the machine for good, so every entry ends by itself. Shim takes the device of `root` for
 * the one that it lies on, and loads GRUB from there: `chainloader ($esp)/...` alone would make it look on the medium.
 */
export function mediumGrubConfig(spec: InstallerSpec, label: string, boot: MediumBoot): string {
  const { unattended } = spec.install;
  const { commandLine, checkedCommandLine } = boot;
  return `# Made by tmpfsroot-wizard. Every entry that fails goes on to the local disk, and from there to the firmware.
set timeout=${unattended ? installerTimeout.unattended : installerTimeout.attended}
set default=local
set fallback=0
search --no-floppy --set=medium --file /tfr/${label}
${Object.entries(espLabels)
  .map(([name, espLabel]) => `search --no-floppy --set=${name} --label ${espLabel}\n`)
  .join('')}${unattended ? installUnlessDone(label) : ''}
function start_local {
  if [ "$grub_platform" = efi ]; then
${Object.keys(espLabels).map(startEsp).join('')}  fi
  echo 'No system of ours can be started from a local disk. The firmware goes on with its next boot entry.'
  sleep 5
  # The status of a failure: after success a firmware may show its menu and wait.
  exit 1
}

menuentry 'Start the system on the local disk' --id local --hotkey=l {
  start_local
}
${installEntry(boot, commandLine, `'tmpfsroot installer: install ${spec.name}, ERASES ${spec.disks.devices.join(', ')} (key: i)' --id install --hotkey=i`)}${
  checkedCommandLine === undefined
    ? ''
    : installEntry(
        boot,
        checkedCommandLine,
        `'Check this medium, then install ${spec.name} (key: c)' --id check --hotkey=c`,
      )
}`;
}

/** The installation is the default where no ESP says that this very medium has been installed. */
function installUnlessDone(label: string): string {
  const names = Object.keys(espLabels);
  const marked = names.map((name) => `if [ -f "($${name})/EFI/tfr/${label}" ]; then set default=local; fi\n`);
  return `set default=install\n${marked.join('')}`;
}

/** Starts shim from the ESP that a variable of GRUB names, and goes on when it cannot be started. */
function startEsp(name: string): string {
  return `    if [ -f "($${name})/EFI/fedora/shimx64.efi" ]; then
      set root=$${name}
      if chainloader /EFI/fedora/shimx64.efi; then
        boot
      fi
    fi
`;
}

function installEntry({ kernel, initramfs }: MediumBoot, commandLine: string, title: string): string {
  return `
menuentry ${title} {
  echo 'tmpfsroot installer: loading'
  if linux ($medium)${kernel} ${commandLine}; then
    if initrd ($medium)${initramfs}; then
      boot
    fi
  fi
  echo 'The installer cannot be loaded from this medium.'
  start_local
}
`;
}
