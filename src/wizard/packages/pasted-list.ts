import { later, t, translated } from '../../base/language/texts.js';
import { textBefore } from '../../base/text/ends.js';
import { foreignList } from '../../project/packages/foreign-list.js';
import { installedBy } from '../../project/packages/install-command.js';
import { readSpecPackages } from '../../project/packages/packages-list.js';

/** What a pasted text says of packages. */
export interface PastedList {
  /** Lines for a package list, each once; `-NAME` excludes. */
  names: string[];
  /** Groups that can be had, as they are named: `@core`. */
  groups: string[];
  /** What is none, with the reason as the end of "TEXT ...". */
  dropped: { text: string; reason: string }[];
  /** Why nothing of it is taken, in one sentence or two; null: it was read. */
  refused: string | null;
}

/**
 * Reads packages from whatever has been pasted: a packages.list, names with blanks or commas between, a list of
 * JSON or of a script, the `%packages` of a kickstart file, or commands such as `dnf install`. What describes an image
 * for another program is refused as a whole.
 * @param judgeGroup why a group cannot be had, as the end of "`@core` ...", or null
 */
export function pasteList(
  text: string,
  judgeGroup: (word: string) => string | null = () => t`is a group, and groups are not known here`,
): PastedList {
  const json = jsonNames(text);
  const foreign = json === null ? foreignList(text, true) : null;
  if (foreign !== null) {
    const refused = t`Nothing is taken: this is ${foreign.form}. ${foreign.remedy}`;
    return { names: [], groups: [], dropped: [], refused };
  }
  const names = new Set<string>();
  const groups = new Set<string>();
  const dropped: PastedList['dropped'] = [];
  for (const word of json ??
    wordsOf(text, (line) => dropped.push({ text: line, reason: translated(noCommand) }))) {
    const isGroup = /^-?@/.test(word);
    const reason = isGroup ? judgeGroup(word) : problemOf(word);
    if (reason === null) (isGroup ? groups : names).add(word);
    else if (!dropped.some((each) => each.text === word)) dropped.push({ text: word, reason });
  }
  return { names: [...names], groups: [...groups], dropped, refused: null };
}

const noCommand = later`is not a command that installs packages`;

/** @param onOther told of lines between commands, in which there are no names */
function wordsOf(text: string, onOther: (line: string) => void): string[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => textBefore(line.replace(/^\s*\[[^\]]*\]#\s/, ''), '#'));
  const section = kickstartLines(lines);
  const logical = (section ?? lines).join('\n').replace(/\\[ \t]*\n/g, ' ');
  const commands = logical.split('\n').map((line) => (section === null ? installedBy(line) : null));
  const isOfCommands = commands.some((names) => names !== null);
  return logical.split('\n').flatMap((line, index) => {
    const ofCommand = commands[index] ?? null;
    if (ofCommand === null && isOfCommands && line.trim() !== '') onOther(line.trim());
    if (isOfCommands) return ofCommand ?? [];
    if (section !== null && /^\s*-?@/.test(line)) return [line.trim()];
    return listWords(line);
  });
}

/** The strings of a JSON list, or of the `packages` of a JSON object such as a project file. */
function jsonNames(text: string): string[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  // Names that another key excludes would be lost without a word.
  if (keys.some((key) => /exclu|remov/i.test(key))) return null;
  const list = keys.includes('packages') ? (value as { packages: unknown }).packages : value;
  const isList = Array.isArray(list) && list.every((item) => typeof item === 'string');
  return isList ? list.map((item) => item.trim()) : null;
}

/** The lines between `%packages` and `%end`, or null where there is no such section. */
function kickstartLines(lines: readonly string[]): string[] | null {
  const inside: string[] = [];
  let isInside = false;
  let isKickstart = false;
  for (const line of lines) {
    const word = /^\s*%(\S+)/.exec(line)?.[1];
    if (word === undefined) {
      if (isInside) inside.push(line);
      continue;
    }
    isInside = word === 'packages';
    isKickstart ||= isInside;
  }
  return isKickstart ? inside : null;
}

/** Words of a line without quotes, brackets, the signs of a bulleted list, and `packages:` or `packages=` before them. */
function listWords(line: string): string[] {
  return line
    .replace(/^\s*["']?[\w.-]+["']?\s*(=|:(?=\s|$))\s*/, '')
    .replace(/(?<!\S)(?:-x|--exclude(?:pkgs)?)(?:\s+|=)(?=\S)/g, '-')
    .split(/["'`“”„‘’,;\s]+/)
    .map(withoutBrackets)
    .filter((word) => /[^-*•=:[\]{}()]/.test(word));
}

/** A bracket is a list's where it has no partner in the word, or is around all of it; others are a glob's. */
function withoutBrackets(word: string): string {
  const inner = /^[[({]+([^[\](){}]*)[\])}]*$/.exec(word)?.[1] ?? /^([^[\](){}]*)[\])}]+$/.exec(word)?.[1];
  return inner ?? word;
}

function problemOf(word: string): string | null {
  if (/^--/.test(word)) return t`is an option`;
  if (/^[a-z]+:\/\//i.test(word) || /\.rpm$/.test(word)) {
    return t`is a file; name the package, and its repository in the project`;
  }
  return readSpecPackages([word]).packages.length === 1 ? null : t`is not a valid name of a package`;
}
