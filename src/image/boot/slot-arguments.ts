import type { RootSpec } from '../../config/spec-parts.js';
import { slotArguments } from './kernel-command-line.js';

/**
 * Name in a slot's folder `boot` of the kernel's arguments, so that an update brings its own, and the slot that it does
 * not touch keeps those that it was tried with. In the format of GRUB's configuration on the ESP (grub-config.ts): when
 * it is damaged, GRUB runs nothing of it, and the ESP's own arguments are those of the image that was installed.
 */
export const slotArgumentsFile = 'arguments.cfg.gz';

/** Commands of GRUB that load a kernel, `$1`, with what else they are given and the arguments of an image. */
const functions = { esp: 'tfr_linux_esp', slot: 'tfr_linux_slot' };

/** Name of the variable that says which of both is meant. */
const chosen = 'tfr_linux';

/** Text of {@link slotArgumentsFile}. Its last line is the one that has GRUB take it. */
export function slotArgumentsText(spec: RootSpec): string {
  return `${linuxFunction(functions.slot, spec)}\nset ${chosen}=${functions.slot}\n`;
}

/** The function with the ESP's own arguments. */
export function espArguments(spec: RootSpec): string {
  return linuxFunction(functions.esp, spec);
}

/** Lines of GRUB's script that choose the arguments of the slot in a folder, or the ESP's own. */
export function chooseArguments(folder: string): string[] {
  const file = `${folder}/${slotArgumentsFile}`;
  return [`set ${chosen}=${functions.esp}`, `if [ -f ${file} ]; then source ${file}; fi`];
}

/** A command of GRUB's script that loads a kernel as {@link chooseArguments} has chosen. */
export function loadKernel(kernel: string, words: string): string {
  return `$${chosen} ${kernel} ${words}`;
}

function linuxFunction(name: string, spec: RootSpec): string {
  return `function ${name} {\n  linux "$@" ${grubWords(slotArguments(spec))}\n}`;
}

/**
 * A command line in a script of GRUB, which would take signs like `$`, `*` and `!` for its own; in single quotes each
 * is itself. Words hold no quotes: the spec refuses them.
 */
function grubWords(commandLine: string): string {
  return commandLine
    .split(' ')
    .map((word) => (/^[A-Za-z0-9_.,:=@/+%~-]*$/.test(word) ? word : `'${word}'`))
    .join(' ');
}
