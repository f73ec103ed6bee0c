/** What a terminal sends for keys that are not characters (xterm, normal cursor mode). */
const named: Readonly<Record<string, string>> = {
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
  insert: '\x1b[2~',
  delete: '\x1b[3~',
  backtab: '\x1b[Z',
  f1: '\x1bOP',
  f2: '\x1bOQ',
  f3: '\x1bOR',
  f4: '\x1bOS',
  escape: '\x1b',
  enter: '\r',
  tab: '\t',
  space: ' ',
  backspace: '\x7f',
  'shift-up': '\x1b[1;2A',
  'shift-down': '\x1b[1;2B',
  'shift-right': '\x1b[1;2C',
  'shift-left': '\x1b[1;2D',
};

/**
 * Bytes of one key: a name of the table above, `ctrl-x` for a letter, `alt-x`, or one character as it is.
 * @param applicationCursor the program asked for arrows in application mode (DECCKM)
 * @throws Error for a name that there is not: a test that types it letter by letter would say something else.
 */
export function keyBytes(key: string, applicationCursor = false): string {
  const bytes = Object.hasOwn(named, key) ? named[key] : undefined;
  if (bytes !== undefined)
    return applicationCursor && /^\x1b\[[A-DHF]$/.test(bytes) ? bytes.replace('[', 'O') : bytes;
  const control = /^ctrl-([a-z\]])$/.exec(key)?.[1];
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
  const alt = /^alt-(.+)$/.exec(key)?.[1];
  if (alt !== undefined) return `\x1b${keyBytes(alt)}`;
  if ([...new Intl.Segmenter().segment(key)].length === 1) return key;
  throw new Error(`There is no key \`${key}\`; there are ${Object.keys(named).join(', ')}, ctrl-x, alt-x.`);
}

/** Text as a terminal hands it over from the clipboard: line ends are Enter, in brackets where the program asked. */
export function pasteBytes(text: string, bracketed: boolean): string {
  const typed = text.replace(/\r?\n/g, '\r');
  return bracketed ? `\x1b[200~${typed}\x1b[201~` : typed;
}
