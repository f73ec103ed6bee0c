import type { Finding } from '../../base/finding.js';
import { t, translated } from '../../base/language/texts.js';
import { didYouMean } from '../../base/nearest.js';
import { SecretLines, secretRefusal } from '../../base/secret-text.js';
import { conflictMessage, conflictRemedy, isConflictMark } from '../../base/text/conflict-markers.js';
import { errorIn, type Place, placeText, warningIn } from './finding-at.js';
import { type IncludeTexts, includeCandidates, outside } from './include.js';
import { IncludedFiles, mostAgainBytes } from './included-files.js';
import { splitWords } from './split-words.js';

/** A command of a kickstart file, its words taken apart. */
export interface CommandLine extends Place {
  /** Name of the command first. */
  words: string[];
  /** The line as it stands there, without blanks around it. */
  text: string;
}

/** A section of a kickstart file. */
export interface Section extends Place {
  /** `%post`. */
  name: string;
  /** What stands behind the name. */
  words: string[];
  /** The first line of the body. */
  bodyLine: number;
  body: string;
}

/** What stands in a kickstart file, in its order. */
export interface KickstartItems {
  commands: CommandLine[];
  sections: Section[];
  findings: Finding[];
}

/** Sections of Fedora 38 to 45 (pykickstart/parser.py, `setupSections`). */
export const sectionNames = [
  '%addon',
  '%anaconda',
  '%certificate',
  '%onerror',
  '%packages',
  '%post',
  '%pre',
  '%pre-install',
  '%traceback',
];

/**
 * Reads a kickstart file with all that it includes, as pykickstart does: commands until a section begins, which ends
 * with `%end` (since Fedora 8 it must).
 * @param name Path in the project's folder: `ks/ks.root.cfg`.
 */
export function readItems(name: string, text: string, includes: IncludeTexts): KickstartItems {
  const items: KickstartItems = { commands: [], sections: [], findings: [] };
  readInto(items, name, text, new IncludedFiles(includes), [name]);
  return items;
}

function readInto(
  items: KickstartItems,
  file: string,
  text: string,
  includes: IncludedFiles,
  chain: readonly string[],
): void {
  const lines = linesOf(text);
  const secrets = new SecretLines();
  for (let index = 0; index < lines.length; index++) {
    const place = { file, line: index + 1 };
    const line = (lines[index] as string).trim();
    const wasInside = secrets.isInside;
    // A password may be as long as a line of a key; where one is expected, no message shows it.
    if (!/^(?:rootpw|user)\s/.test(line) && secrets.takes(line)) {
      if (!wasInside)
        items.findings.push(
          errorIn(place, translated(secretRefusal.message), translated(secretRefusal.remedy)),
        );
      continue;
    }
    if (line === '' || line.startsWith('#')) continue;
    if (isConflictMark(line) || line === '=======') {
      items.findings.push(errorIn(place, translated(conflictMessage), translated(conflictRemedy)));
      continue;
    }
    const split = splitWords(line);
    if ('problem' in split) {
      items.findings.push(errorIn(place, split.problem, split.remedy));
      // The body of a section must not be read as commands, whatever is wrong with its first line.
      if (isSectionStart(line)) index = sectionEnd(lines, index + 1);
      continue;
    }
    const [name = '', ...words] = split.words;
    const cut = split.cut === null ? null : cutFinding(place, split.words, split.cut);
    if (cut !== null) items.findings.push(cut);
    if (cut?.level === 'error') continue;
    if (name === '') {
      items.findings.push(errorIn(place, t`The line begins with an empty word.`, t`Remove the quotes.`));
    } else if (name === '%include') {
      const found = included(place, words, includes, chain);
      if ('level' in found) items.findings.push(found);
      else readInto(items, found.name, found.text, includes, [...chain, found.name]);
    } else if (name === '%end') {
      items.findings.push(errorIn(place, t`\`%end\` without a section.`, t`Remove it.`));
    } else if (name.startsWith('%')) {
      const end = sectionEnd(lines, index + 1);
      const isEnded = /^\s*%end(\s|$)/.test(lines[end] ?? '');
      if (!sectionNames.includes(name)) items.findings.push(unknownSection(place, name));
      else if (!isEnded) items.findings.push(unended(place, name, lines[end], end));
      else {
        const body = sectionBody(items, lines.slice(index + 1, end), place, includes, chain);
        items.sections.push({ ...place, name, words, bodyLine: index + 2, body });
      }
      index = isEnded ? end : end - 1;
    } else {
      items.commands.push({ ...place, words: split.words, text: line });
    }
  }
}

const secretOption = /^--(?:password|passphrase|wpakey|wepkey)(?:=|$)/;

/**
 * Says that a `#` in the middle of a word begins a comment, as it does for pykickstart: nobody means that, and of a
 * password, which is not shown, a part is left that nobody knows.
 */
function cutFinding(place: Place, words: readonly string[], cut: string): Finding {
  const [name = '', ...values] = words;
  const last = values.slice(-2);
  const isSecret = /^(?:rootpw|sshpw)$/.test(name) || last.some((word) => secretOption.test(word));
  const remedy = t`Put the word into quotes, or a blank before \`#\`.`;
  if (isSecret) {
    const message = t`A \`#\` that is not quoted begins a comment, so that a part of the password would be left out.`;
    return errorIn(place, message, remedy);
  }
  const message = t`A \`#\` that is not quoted begins a comment: \`${cut}\` behind \`${words.at(-1)}\` is left out.`;
  return warningIn(place, message, remedy);
}

/** Lines without their ends; kickstart files of Windows end them with CR and LF. */
export function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r?\n/);
}

function isSectionStart(line: string): boolean {
  return sectionNames.includes(/^\s*(%\S+)/.exec(line)?.[1] ?? '');
}

/** Index of the `%end` of a section, or of the next section's first line, or of the end of the file. */
function sectionEnd(lines: readonly string[], from: number): number {
  const found = lines.findIndex(
    (line, at) => at >= from && (/^\s*%end(\s|$)/.test(line) || isSectionStart(line)),
  );
  return found < 0 ? lines.length : found;
}

/** `%include` counts in sections too. */
function sectionBody(
  items: KickstartItems,
  lines: readonly string[],
  header: Place,
  includes: IncludedFiles,
  chain: readonly string[],
): string {
  const marked = (file: string, first: number, texts: readonly string[]) => {
    const at = texts.findIndex(isConflictMark);
    if (at >= 0)
      items.findings.push(
        errorIn({ file, line: first + at }, translated(conflictMessage), translated(conflictRemedy)),
      );
  };
  marked(header.file, header.line + 1, lines);
  const body = lines.flatMap((line, index) => {
    if (!/^\s*%include(\s|$)/.test(line)) return [line];
    const place = { file: header.file, line: header.line + 1 + index };
    const split = splitWords(line);
    const found =
      'problem' in split
        ? errorIn(place, split.problem, split.remedy)
        : included(place, split.words.slice(1), includes, chain);
    if ('level' in found) {
      items.findings.push(found);
      return [];
    }
    const texts = linesOf(found.text.replace(/\r?\n$/, ''));
    marked(found.name, 1, texts);
    return texts;
  });
  return body.map((line) => `${line}\n`).join('');
}

function included(
  place: Place,
  words: readonly string[],
  includes: IncludedFiles,
  chain: readonly string[],
): { name: string; text: string } | Finding {
  const [target, ...others] = words;
  if (target === undefined || target === '' || others.length > 0) {
    return errorIn(place, t`\`%include\` takes one file.`, t`Write \`%include FILE\`.`);
  }
  const candidates = includeCandidates(target, place.file);
  if (!Array.isArray(candidates)) return errorIn(place, candidates.problem, candidates.remedy);
  for (const name of candidates) {
    const text = includes.get(name);
    if (text === null) continue;
    if (text === outside) {
      return errorIn(
        place,
        t`\`${name}\` is, or lies in, a symbolic link that leads out of the project's folder.`,
        t`Put the file itself into \`ks/\`.`,
      );
    }
    if (!chain.includes(name)) {
      if (includes.mayRead(name, text)) return { name, text };
      return errorIn(
        place,
        t`\`${name}\` and others are included so often that they have more than ${mostAgainBytes / 1000} kB together.`,
        t`Include each of them once.`,
      );
    }
    return errorIn(
      place,
      t`\`${name}\` includes itself: ${[...chain, name].map((one) => `\`${one}\``).join(' → ')}.`,
      t`Remove one of the \`%include\` lines.`,
    );
  }
  return errorIn(
    place,
    t`There is no file \`${target}\` to include; looked for ${candidates.map((one) => `\`${one}\``).join(', ')}.`,
    t`Put it there, or remove the line.`,
  );
}

function unknownSection(place: Place, name: string): Finding {
  return errorIn(
    place,
    t`There is no section \`${name}\`.`,
    t`${didYouMean(name, [...sectionNames, '%end', '%include'])}Sections: ${sectionNames.join(', ')}.`,
  );
}

function unended(place: Place, name: string, next: string | undefined, end: number): Finding {
  const until =
    next === undefined
      ? t`the end of the file`
      : t`\`${next.trim()}\` in line ${placeText({ ...place, line: end + 1 })}`;
  return errorIn(
    place,
    t`The section \`${name}\` has no \`%end\` before ${until}.`,
    t`Write \`%end\` on a line of its own behind its last line.`,
  );
}
