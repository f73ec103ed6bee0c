import type { Finding } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { didYouMean } from '../../base/nearest.js';
import { withoutTrailing } from '../../base/text/ends.js';
import { errorIn, type Place, warningIn } from './finding-at.js';
import type { IncludeTexts } from './include.js';
import type { KickstartScript, ScriptSection } from './kickstart-script.js';
import { linesOf, readItems, type Section, sectionNames } from './read-items.js';

export interface ReadScripts {
  scripts: KickstartScript[];
  findings: Finding[];
}

/** Files of the seed's interface whose text is the body of a section, in the order in which they are run. */
export const scriptFiles: Readonly<Record<string, ScriptSection>> = {
  'ks/ks.pre.cfg': 'pre',
  'ks/ks.pre-install.cfg': 'pre-install',
  'ks/ks.post-nochroot.cfg': 'post-nochroot',
  'ks/ks.post.cfg': 'post',
};

const scriptSections: Readonly<Record<string, ScriptSection>> = {
  '%pre': 'pre',
  '%pre-install': 'pre-install',
  '%post': 'post',
};

/**
 * The scripts of a file that holds the body of a section, or, where its first line that is not a comment begins a
 * section, of the sections in it. A body is one that must not fail; except in `%pre` it ends at the first command that
 * fails and at a variable that is not set (`set -eu`), as in the seed.
 */
export function readScriptFile(
  name: string,
  section: ScriptSection,
  text: string,
  includes: IncludeTexts,
): ReadScripts {
  const lines = linesOf(text);
  const first = lines.find((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  if (first === undefined) return { scripts: [], findings: [] };
  if (sectionNames.includes(first.trim().split(/\s/)[0] as string)) {
    const items = readItems(name, text, includes);
    const read = sectionScripts(items.sections);
    const strays = items.commands.map((command) =>
      errorIn(
        command,
        t`\`${command.words[0]}\` stands outside of the sections, and this file has scripts only.`,
        t`Move it to \`ks/ks.root.cfg\`, or put \`%end\` behind it.`,
      ),
    );
    return { scripts: read.scripts, findings: [...items.findings, ...strays, ...read.findings] };
  }
  const stray = lines.findIndex((line) => /^\s*%end(\s|$)/.test(line));
  if (stray >= 0) {
    return {
      scripts: [],
      findings: [
        errorIn(
          { file: name, line: stray + 1 },
          t`The whole file is the body of one section, and \`%end\` would end it here.`,
          t`Remove the line, or begin the file with \`%${section.replace('-nochroot', ' --nochroot')}\`.`,
        ),
      ],
    };
  }
  // A section around it has `%include` lines read.
  const items = readItems(name, `%post\n${lines.join('\n')}\n%end\n`, includes);
  const whole = items.sections[0]?.body ?? '';
  const body = whole.endsWith('\n') ? `${withoutTrailing(whole, '\n')}\n` : whole;
  const findings = items.findings.map((finding) => ({
    ...finding,
    where: oneLineUp(finding.where ?? name, name),
  }));
  const interpreter = section === 'pre' ? '/bin/sh' : '/bin/sh -eu';
  const script = { section, file: name, line: 1, interpreter, errorOnFail: true, log: null, body };
  return { scripts: [script], findings };
}

/** Of the file itself, and not of what it includes. */
function oneLineUp(where: string, file: string): string {
  if (!where.startsWith(`${file}:`)) return where;
  return where.replace(/:(\d+)$/, (_, line: string) => `:${Number(line) - 1}`);
}

/** The scripts among sections, and what is wrong with the others. */
export function sectionScripts(sections: readonly Section[]): ReadScripts {
  const scripts: KickstartScript[] = [];
  const findings: Finding[] = [];
  for (const section of sections) {
    const kind = scriptSections[section.name];
    if (kind === undefined) {
      findings.push(...otherSection(section));
      continue;
    }
    const header = readHeader(section);
    findings.push(...header.findings);
    if (section.body.trim() === '') continue;
    scripts.push({
      section: header.nochroot ? 'post-nochroot' : kind,
      file: section.file,
      line: section.bodyLine,
      interpreter: header.interpreter,
      errorOnFail: header.errorOnFail,
      log: header.log,
      body: section.body,
    });
  }
  return { scripts, findings };
}

interface Header {
  interpreter: string;
  errorOnFail: boolean;
  log: string | null;
  nochroot: boolean;
  findings: Finding[];
}

/** Options of script sections: pykickstart/sections.py, `ScriptSection`. */
function readHeader({ name, words, file, line }: Section): Header {
  const header: Header = {
    interpreter: '/bin/sh',
    errorOnFail: false,
    log: null,
    nochroot: false,
    findings: [],
  };
  const wrong = (message: string, remedy: string) => {
    header.findings.push(errorIn({ file, line }, message, remedy));
  };
  const known = [
    ...['--erroronfail', '--interpreter', '--log', '--logfile'],
    ...(name === '%post' ? ['--nochroot'] : []),
  ];
  const rest = [...words];
  while (rest.length > 0) {
    const [, option = '', inline] = /^([^=]*)(?:=(.*))?$/s.exec(rest.shift() as string) ?? [];
    const isSwitch = ['--erroronfail', '--nochroot'].includes(option);
    if (!option.startsWith('--') || !known.includes(option)) {
      wrong(
        option.startsWith('-')
          ? t`\`${name}\` takes no option \`${option}\`.`
          : t`\`${name}\` takes no \`${option}\`.`,
        t`${didYouMean(option, known)}Options: ${known.join(', ')}.`,
      );
    } else if (isSwitch) {
      if (inline !== undefined) wrong(t`\`${option}\` takes no value.`, t`Write \`${option}\` alone.`);
      if (option === '--nochroot') header.nochroot = true;
      else header.errorOnFail = true;
    } else {
      const value = inline ?? rest.shift();
      if (value === undefined || value === '' || value.startsWith('--')) {
        wrong(t`\`${option}\` has no value.`, t`Write \`${option}=PATH\`.`);
      } else if (!value.startsWith('/')) {
        wrong(t`\`${option}=${value}\` is not an absolute path.`, t`Begin it with \`/\`.`);
      } else if (option === '--interpreter') header.interpreter = value;
      else header.log = value;
    }
  }
  return header;
}

function otherSection({ name, words, file, line, body }: Section): Finding[] {
  const place: Place = { file, line };
  if (name === '%packages') {
    return [
      errorIn(
        place,
        t`\`%packages\` is not read here.`,
        t`Put its lines into \`packages.list\`; for a group write the packages of it.`,
      ),
    ];
  }
  if (name === '%addon') {
    // It says that the device has no kernel crash dumps, which is so without it.
    if (words[0] === 'com_redhat_kdump' && words.includes('--disable')) return [];
    return [
      errorIn(
        place,
        t`\`%addon ${words[0] ?? ''}\` is a part of Anaconda, which does not run here.`,
        t`Remove it; do what it does in \`hooks.d/\` or with files in \`root.override/\`.`,
      ),
    ];
  }
  if (name === '%certificate') {
    return [
      errorIn(
        place,
        t`\`%certificate\` is not applied.`,
        t`Put the file into \`root.override/etc/pki/ca-trust/source/anchors/\`, and \`update-ca-trust\` into \`hooks.d/ca.sh\`.`,
      ),
    ];
  }
  if (body.trim() === '') return [];
  return [
    warningIn(
      place,
      t`\`${name}\` is for Anaconda, which does not run here, so it has no effect.`,
      t`Nothing needs to be done; the installer reports errors by itself.`,
    ),
  ];
}
