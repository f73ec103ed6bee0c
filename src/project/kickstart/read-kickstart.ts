import type { Finding } from '../../spec/finding.js';
import { warningIn } from './finding-at.js';
import { includeCandidates, includeTargets } from './include.js';
import type { KickstartScript } from './kickstart-script.js';
import { type KickstartFiles, loadKickstartFiles } from './load-files.js';
import { type CommandLine, linesOf, readItems } from './read-items.js';
import { readScriptFile, scriptFiles, sectionScripts } from './read-scripts.js';

/** What the kickstart files of a project say. */
export interface Kickstart {
  /** Commands of ks/ks.root.cfg and what it includes, in their order. */
  commands: CommandLine[];
  /** In the order in which they are run, those of one section after the other. */
  scripts: KickstartScript[];
  /** Everything that is wrong in the files, and what is doubtful. */
  findings: Finding[];
}

/** Kickstart file of the commands. */
export const rootFile = 'ks/ks.root.cfg';

/**
 * Reads the kickstart files of a project's folder (absolute path).
 * @throws Failure (exit status 2) when one of them cannot be read.
 */
export async function readKickstart(dir: string): Promise<Kickstart> {
  const files = await loadKickstartFiles(dir);
  return files === null ? { commands: [], scripts: [], findings: [] } : parseKickstart(files);
}

/** What kickstart files say, once they are read. */
export function parseKickstart({ own, includes }: KickstartFiles): Kickstart {
  const root = readItems(rootFile, own.get(rootFile) ?? '', includes);
  const inRoot = sectionScripts(root.sections);
  const others = Object.entries(scriptFiles).map(([name, section]) =>
    readScriptFile(name, section, own.get(name) ?? '', includes),
  );
  return {
    commands: root.commands,
    scripts: [...inRoot.scripts, ...others.flatMap(({ scripts }) => scripts)],
    findings: [
      ...root.findings,
      ...inRoot.findings,
      ...others.flatMap(({ findings }) => findings),
      ...unused(own),
    ],
  };
}

/** Files that nothing reads; those with comments alone are fine. */
function unused(own: KickstartFiles['own']): Finding[] {
  const used = new Set([rootFile, ...Object.keys(scriptFiles)]);
  for (const [name, text] of own) {
    for (const target of includeTargets(text)) {
      const candidates = includeCandidates(target, name);
      if (Array.isArray(candidates)) for (const one of candidates) used.add(one);
    }
  }
  return [...own].flatMap(([name, text]) => {
    if (used.has(name)) return [];
    const index = linesOf(text).findIndex((line) => line.trim() !== '' && !line.trim().startsWith('#'));
    if (index < 0) return [];
    return [
      warningIn(
        { file: name, line: index + 1 },
        `\`${name}\` is not used: it is none of the known files, and nothing includes it.`,
        `Include it in \`${rootFile}\` (\`%include ${name.replace(/^ks\//, '')}\`), or remove it.`,
      ),
    ];
  });
}
