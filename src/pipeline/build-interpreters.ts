import type { Engine } from '../engine/engine.js';
import { type Interpreter, interpretersOf, interpretersOfScripts } from '../image/interpreters.js';
import { type ProjectParts, scriptsOf } from '../project/project-parts.js';
import { needsOf } from '../spec/build-needs.js';
import { missingHere } from '../spec/failure.js';
import type { ImageSpec } from '../spec/image-spec.js';

/**
 * Looks for what runs the scripts that are run outside of the image, before any work is done.
 * @throws Failure (exit status 3) for the first one that is missing where the engine's programs are.
 */
export async function requireBuildInterpreters(
  engine: Engine,
  parts: ProjectParts,
  spec: ImageSpec,
): Promise<void> {
  const interpreters: Interpreter[] = [
    ...(needsOf(spec).tree ? interpretersOfScripts(scriptsOf(parts, 'pre-install', 'post-nochroot')) : []),
    ...(spec.outputs.includes('iso') ? await interpretersOf(parts.buildHooks) : []),
  ];
  for (const { program, where } of interpreters) {
    if ((await engine.find(program)) !== null) continue;
    throw missingHere({
      what: `The script is run by \`${program}\`, which is missing ${engine.place}.`,
      where,
      remedy: 'Install it there, or write the script for sh or bash.',
    });
  }
}
