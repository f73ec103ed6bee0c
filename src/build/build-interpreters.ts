import { missingHere } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import type { Engine } from '../engine/engine.js';
import { type Interpreter, interpretersOf, interpretersOfScripts } from '../image/scripts/interpreters.js';
import { scriptsOf } from '../project/folder/project-extras.js';
import type { Build } from './build.js';
import { treeStage } from './stages/tree.js';

/**
 * Looks for what runs the scripts that are run outside of the image, before any work is done.
 * @throws Failure (exit status 3) for the first one that is missing where the engine's programs are.
 */
export async function requireBuildInterpreters(
  engine: Engine,
  { project: { extras, spec }, stages }: Pick<Build, 'project' | 'stages'>,
): Promise<void> {
  const interpreters: Interpreter[] = [
    ...(stages.includes(treeStage)
      ? interpretersOfScripts(scriptsOf(extras, 'pre-install', 'post-nochroot'))
      : []),
    ...(spec.outputs.includes('iso') ? await interpretersOf(extras.buildHooks) : []),
  ];
  for (const { program, where } of interpreters) {
    if ((await engine.find(program)) !== null) continue;
    throw missingHere({
      what: t`The script needs the interpreter \`${program}\`, which is missing ${engine.place}.`,
      where,
      remedy: t`Install it there, or write the script for sh or bash.`,
    });
  }
}
