import { badInput } from '../base/failure.js';
import { later, t, translated } from '../base/language/texts.js';

/** Leaves room in a file name of 255 bytes for what is put behind it while it is written or set aside. */
const mostBytes = 200;
const mostLetters = 64;

/** What a name may be, for somebody whose name was refused. */
export const presetNameRule = later`Take letters and digits, with blanks, \`.\`, \`_\`, \`+\` and \`-\` inside: for example \`robot-1\` or \`gateway north\`.`;

/**
 * What is wrong with a name for a preset, in a sentence, or null. Names are letters and digits of any script, with
 * blanks and `.`, `_`, `+`, `-` inside: each is safe as a file name and can be seen.
 */
export function presetNameProblem(name: string): string | null {
  if (name.trim() === '') return t`A preset needs a name.`;
  if ([...name].length > mostLetters || Buffer.byteLength(name) > mostBytes) {
    return t`The name \`${[...name].slice(0, 20).join('')}...\` is too long: ${mostLetters} letters are the most, and ${mostBytes} bytes.`;
  }
  if (/\.json$/i.test(name)) return t`\`${visible(name)}\` looks like a file: leave out \`.json\`.`;
  if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._+-]*$/u.test(name) || /[ .]$/.test(name)) {
    return t`\`${visible(name)}\` is not a valid name for a preset.`;
  }
  return null;
}

/**
 * The name as it is kept: letters that are made of several signs are composed.
 * @throws Failure (exit status 2) for what is not a name.
 */
export function presetName(given: string): string {
  const name = given.normalize('NFC');
  const problem = presetNameProblem(name);
  if (problem === null) return name;
  throw badInput({ what: problem, remedy: translated(presetNameRule) });
}

/** With signs that cannot be seen written as `\u{...}`. */
function visible(name: string): string {
  return name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}
