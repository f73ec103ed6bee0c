import type { Finding } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { type Place, warningIn } from './finding-at.js';
import { includeCandidates, includeTargets } from './include.js';
import { interpret } from './interpret.js';
import type { KickstartField } from './kickstart-result.js';
import type { KickstartScript } from './kickstart-script.js';
import type { KickstartFiles } from './load-files.js';
import { type CommandLine, linesOf, readItems } from './read-items.js';
import { readScriptFile, scriptFiles, sectionScripts } from './read-scripts.js';
import { rootKickstartName } from './root-kickstart.js';

/** What the kickstart files of a project say. */
export interface Kickstart {
  /** Commands of ks/ks.root.cfg and what it includes, in their order. */
  commands: CommandLine[];
  /** Fields of the spec that they give. */
  fields: KickstartField[];
  /** Where elements of lists were given: `system.users[1]`. */
  elements: ReadonlyMap<string, Place>;
  /** In the order in which they are run, those of one section after the other. */
  scripts: KickstartScript[];
  /** Everything that is wrong in the files, and what is doubtful. */
  findings: Finding[];
}

/** What kickstart files say, once they are read. */
export function parseKickstart({ own, includes }: KickstartFiles): Kickstart {
  const text = own.get(rootKickstartName) ?? '';
  const root = readItems(rootKickstartName, text, includes);
  const { result, findings } = interpret(root.commands);
  const inRoot = sectionScripts(root.sections);
  const others = Object.entries(scriptFiles).map(([name, section]) =>
    readScriptFile(name, section, own.get(name) ?? '', includes),
  );
  return {
    commands: root.commands,
    fields: [...result.fields.values()],
    elements: result.elements,
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
        t`\`${name}\` is not used: it is not a known file, and no file includes it.`,
        t`Include it in \`${rootKickstartName}\` (\`%include ${name.replace(/^ks\//, '')}\`), or remove it.`,
      ),
    ];
  });
}
