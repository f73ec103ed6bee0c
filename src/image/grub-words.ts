/**
 * A command line in a script of GRUB, which would take signs like `$`, `*` and `!` for its own; in single quotes each
 * is itself. Words hold no quotes: the spec refuses them.
 */
export function grubWords(commandLine: string): string {
  return commandLine
    .split(' ')
    .map((word) => (/^[A-Za-z0-9_.,:=@/+%~-]*$/.test(word) ? word : `'${word}'`))
    .join(' ');
}
