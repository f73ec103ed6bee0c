import { errorAt, type Finding, warningAt } from '../../base/finding.js';
import { t, translated } from '../../base/language/texts.js';
import { conflictMessage, conflictRemedy } from '../../base/text/conflict-markers.js';
import { shellWord } from '../../base/text/shell-quote.js';
import { type HookText, readHooks } from '../folder/hook-text.js';
import { type HookScripts, type ProjectExtras, scriptsOf } from '../folder/project-extras.js';
import type { Kickstart } from '../kickstart/read-kickstart.js';

type Scripts = Pick<ProjectExtras, 'hooks' | 'buildHooks' | 'installHooks'> & {
  kickstart: Pick<Kickstart, 'scripts'>;
};

/**
 * What can be told of a project's scripts before anything is built: line ends, and what their first lines name.
 * `%pre` and install-hooks.d are read by sh or bash, since nothing else is on the device before the system is.
 */
export async function scriptFindings(parts: Scripts): Promise<Finding[]> {
  const [hooks, buildHooks, installHooks] = await Promise.all(
    [parts.hooks, parts.buildHooks, parts.installHooks].map(textsOf),
  );
  const all = [...(hooks ?? []), ...(buildHooks ?? []), ...(installHooks ?? [])];
  const pre = scriptsOf(parts, 'pre').map(({ file, line, interpreter }) => ({
    where: `${file}:${line}`,
    interpreter: interpreter.split(/[ \t]+/),
  }));
  return [
    ...cleanedFinding(all),
    ...all.flatMap(strayFinding),
    ...all.flatMap(conflictFinding),
    ...all.flatMap(firstLineFinding),
    ...[...pre, ...(installHooks ?? []).map((one) => ({ ...one, where: `${one.shownAs}:1` }))].flatMap(
      installerFinding,
    ),
  ];
}

interface ShownHook extends HookText {
  /** `hooks.d/10-users.sh`. */
  shownAs: string;
}

async function textsOf(hooks: HookScripts | null): Promise<ShownHook[]> {
  if (hooks === null) return [];
  return (await readHooks(hooks)).map((text) => ({ ...text, shownAs: `${hooks.shownAs}/${text.name}` }));
}

/** Said once, of all of them. */
function cleanedFinding(hooks: readonly ShownHook[]): Finding[] {
  const names = hooks.filter(({ cleaned }) => cleaned !== null).map(({ shownAs }) => shownAs);
  const [first] = names;
  if (first === undefined) return [];
  const isOne = names.length === 1;
  return [
    {
      ...warningAt(
        '',
        isOne
          ? t`This script has Windows line ends or a byte order mark, which no interpreter accepts. It is run without them.`
          : t`${names.length} scripts have Windows line ends or a byte order mark, which no interpreter accepts. They are run without them.`,
        t`To change the files themselves: \`sed -i 's/\\r$//; 1s/^\\xef\\xbb\\xbf//' ${names.map(shellWord).join(' ')}\`.`,
      ),
      where: first,
    },
  ];
}

function strayFinding({ shownAs, strayLine }: ShownHook): Finding[] {
  if (strayLine === null) return [];
  return [
    {
      ...errorAt(
        '',
        t`The line ends with a carriage return (CR) and others do not, so it is unclear whether it is intended.`,
        t`Take them off with \`sed -i 's/\\r$//' ${shellWord(shownAs)}\`; write an intended one as \`$(printf '\\r')\`.`,
      ),
      where: `${shownAs}:${strayLine}`,
    },
  ];
}

/** With sh some of these lines are errors, and others run both sides. */
function conflictFinding({ shownAs, conflictLine: line }: ShownHook): Finding[] {
  return line === null
    ? []
    : [
        {
          ...errorAt('', translated(conflictMessage), translated(conflictRemedy)),
          where: `${shownAs}:${line}`,
        },
      ];
}

function firstLineFinding({ shownAs, interpreter, isExecutable }: ShownHook): Finding[] {
  if (interpreter === null) return [];
  const at = (message: string, remedy: string) => [
    { ...errorAt('', message, remedy), where: `${shownAs}:1` },
  ];
  const [program = '', ...words] = interpreter;
  if (program === '')
    return at(
      t`The first line names no interpreter.`,
      t`Write for example \`#!/bin/bash\`, or remove the line.`,
    );
  if (!program.startsWith('/') && !['sh', 'bash'].includes(program)) {
    const remedy = t`Write the whole path, for example \`#!/usr/bin/python3\` or \`#!/usr/bin/env python3\`.`;
    return at(t`\`${program}\` in the first line is not an absolute path.`, remedy);
  }
  // The kernel gives all that stands behind the program as one word.
  if (isExecutable && program.endsWith('/env') && words.length > 1 && !words[0]?.startsWith('-')) {
    const remedy = t`Write \`#!${program} -S ${words.join(' ')}\`.`;
    return at(t`\`env\` would look for a program named \`${words.join(' ')}\`.`, remedy);
  }
  return [];
}

/** What the installer's initramfs has to read scripts with (src/device/dracut/91tmpfsroot-install/module-setup.sh). */
const known = /^(?:(?:\/usr)?\/bin\/)?(?:sh|bash)$/;
const env = /^(?:(?:\/usr)?\/bin\/)?env$/;

function installerFinding({
  where,
  interpreter,
}: {
  where: string;
  interpreter: readonly string[] | null;
}): Finding[] {
  const [program = '', first = ''] = interpreter ?? [];
  if (program === '' || known.test(program) || (env.test(program) && known.test(first))) return [];
  return [
    {
      ...errorAt(
        '',
        t`The installer has no \`${(interpreter ?? []).join(' ')}\`: on the device this script runs before the system is there.`,
        t`Write it for sh or bash. A script of install-hooks.d may run programs of the new system: \`chroot /mnt/sysimage python3 ...\`.`,
      ),
      where,
    },
  ];
}
