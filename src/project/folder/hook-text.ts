import { stat } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../base/failure.js';
import { readBytes } from '../../base/fs/read-text.js';
import { t } from '../../base/language/texts.js';
import { conflictLine } from '../../base/text/conflict-markers.js';
import type { HookScripts } from './project-extras.js';

/** One script of a folder of hooks, as it will be run. */
export interface HookText {
  name: string;
  isExecutable: boolean;
  /** Words of its `#!` line: the program and its arguments; null where it names none. */
  interpreter: readonly string[] | null;
  /** Its bytes without a byte order mark and the CRs of Windows line ends; null where it has neither. */
  cleaned: Buffer | null;
  /** A line (counted from 1) whose CR cannot be taken off, since others have none or the file is not text; else null. */
  strayLine: number | null;
  /** A line that a conflict of git has left, else null. */
  conflictLine: number | null;
}

/** A script may be a self-extracting archive. */
const mostHookBytes = 500_000_000;

/**
 * The scripts of a folder, read.
 * @throws Failure (exit status 2) for one that cannot be read.
 */
export async function readHooks({ dir, shownAs, names }: HookScripts): Promise<HookText[]> {
  return await Promise.all(
    names.map(async (name) => {
      const file = path.join(dir, name);
      const bytes = await readBytes(file, `${shownAs}/${name}`, mostHookBytes);
      if (bytes === null && name.includes('\ufffd')) {
        throw badInput({
          what: t`The name of a script must be UTF-8; names of other files in the folder may be any bytes.`,
          where: `${shownAs}/${name}`,
          remedy: t`Give it another name.`,
        });
      }
      if (bytes === null) {
        throw badInput({
          what: t`It is a symbolic link to a file that is not there.`,
          where: `${shownAs}/${name}`,
          remedy: t`Put the script itself there, or remove the link.`,
        });
      }
      const { mode } = await stat(file);
      return { name, isExecutable: (mode & 0o111) !== 0, ...cleanScript(bytes) };
    }),
  );
}

const bom = Buffer.from('\uFEFF');
const [lf, cr] = [0x0a, 0x0d];

/**
 * What is run of a script. CRs are taken off where every line ends in CR and LF, as an editor or git on Windows makes
 * them. Where only some do, one may be meant (in a here-document), and the kernel and every shell take the others for a
 * part of the line's last word. What follows a NUL is not text (a self-extracting archive), and stays as it is.
 */
export function cleanScript(bytes: Buffer): Omit<HookText, 'name' | 'isExecutable'> {
  const isText = !bytes.includes(0);
  const hasBom = isText && bytes.subarray(0, bom.length).equals(bom);
  const text = hasBom ? bytes.subarray(bom.length) : bytes;
  const ends = isText ? lineEnds(text) : { crlf: 0, lf: 0, first: firstLine(text).endsWith('\r') ? 1 : null };
  const isWindows = ends.crlf > 0 && ends.lf === 0;
  const cleaned = isWindows ? withoutCrs(text) : hasBom ? text : null;
  return {
    interpreter: interpreterOf(firstLine(cleaned ?? text)),
    cleaned,
    strayLine: isWindows ? null : ends.first,
    conflictLine: isText ? conflictLine(text.toString('latin1')) : null,
  };
}

/** How many lines end in CR and LF, how many in LF alone, and the first that ends in CR. */
function lineEnds(text: Buffer): { crlf: number; lf: number; first: number | null } {
  const found = { crlf: 0, lf: 0, first: null as number | null };
  for (let at = text.indexOf(lf); at >= 0; at = text.indexOf(lf, at + 1)) {
    if (text[at - 1] !== cr) found.lf++;
    else {
      found.crlf++;
      found.first ??= found.crlf + found.lf;
    }
  }
  // A last line without an end has no say, except that it may be the only one.
  if (text.at(-1) === cr) found.first ??= found.crlf + found.lf + 1;
  return found;
}

function withoutCrs(text: Buffer): Buffer {
  return Buffer.from(text.filter((byte, at) => byte !== cr || (text[at + 1] !== lf && at + 1 < text.length)));
}

function firstLine(text: Buffer): string {
  const end = text.indexOf(lf);
  return text.subarray(0, end < 0 ? 4096 : Math.min(end, 4096)).toString('utf8');
}

/** Words as the kernel and the installer on the device divide them: at blanks and tabs, and at nothing else. */
function interpreterOf(line: string): string[] | null {
  if (!line.startsWith('#!')) return null;
  return line
    .slice(2)
    .split(/[ \t]+/)
    .filter((word) => word !== '');
}
