import type { Finding } from '../../spec/finding.js';
import { isWithin, rootKickstartName, settingsBlocks } from '../kickstart-block.js';
import { type Place, warningIn } from './finding-at.js';
import { includeCandidates, includeTargets } from './include.js';
import { interpret } from './interpret.js';
import type { KickstartScript } from './kickstart-script.js';
import type { KickstartSystem } from './kickstart-system.js';
import type { KickstartFiles } from './load-files.js';
import { type CommandLine, linesOf, readItems } from './read-items.js';
import { readScriptFile, scriptFiles, sectionScripts } from './read-scripts.js';
import type { SaidField } from './said.js';

/** What the kickstart files of a project say. */
export interface Kickstart {
  /** Commands of ks/ks.root.cfg and what it includes, in their order, without those between our markers. */
  commands: CommandLine[];
  /** The commands between our markers: a copy of tmpfsroot.json. */
  block: CommandLine[];
  /** Fields of the spec that they give. */
  fields: SaidField[];
  /** Where elements of lists were given: `system.users[1]`. */
  elements: ReadonlyMap<string, Place>;
  /** What they say beyond the spec. */
  system: KickstartSystem;
  /** In the order in which they are run, those of one section after the other. */
  scripts: KickstartScript[];
  /** Everything that is wrong in the files, and what is doubtful. */
  findings: Finding[];
}

/** What kickstart files say, once they are read. */
export function parseKickstart({ own, includes }: KickstartFiles): Kickstart {
  const text = own.get(rootKickstartName) ?? '';
  const root = readItems(rootKickstartName, text, includes);
  const blocks = settingsBlocks(linesOf(text));
  const isOurs = ({ file, line }: CommandLine) =>
    file === rootKickstartName && blocks.some((block) => isWithin(block, line - 1));
  const commands = root.commands.filter((command) => !isOurs(command));
  const { said, findings } = interpret(commands);
  const inRoot = sectionScripts(root.sections);
  const others = Object.entries(scriptFiles).map(([name, section]) =>
    readScriptFile(name, section, own.get(name) ?? '', includes),
  );
  return {
    commands,
    block: root.commands.filter(isOurs),
    fields: [...said.fields.values()],
    elements: said.elements,
    system: said.system,
    scripts: [...inRoot.scripts, ...others.flatMap(({ scripts }) => scripts)],
    findings: [
      ...root.findings,
      ...findings,
      ...inRoot.findings,
      ...others.flatMap(({ findings }) => findings),
      ...unused(own),
    ],
  };
}

/** Files that nothing reads; those with comments alone are fine. */
function unused(own: KickstartFiles['own']): Finding[] {
  const used = new Set([rootKickstartName, ...Object.keys(scriptFiles)]);
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
        `Include it in \`${rootKickstartName}\` (\`%include ${name.replace(/^ks\//, '')}\`), or remove it.`,
      ),
    ];
  });
}
