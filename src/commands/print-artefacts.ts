import path from 'node:path';
import type { Artefact } from '../pipeline/artefacts.js';
import { formatBytes } from '../pipeline/format.js';
import type { CommandContext } from './command.js';

/** Prints what a build left in `output/`, a line each; with `json` as events. */
export function printArtefacts(
  artefacts: readonly Artefact[],
  projectDir: string,
  { cwd, stdout }: Pick<CommandContext, 'cwd' | 'stdout'>,
  json: boolean,
): void {
  for (const { file, size, sha256 } of artefacts) {
    const relative = path.relative(cwd, path.join(projectDir, 'output', file));
    stdout.write(
      json
        ? `${JSON.stringify({ event: 'artefact', file: relative, size, sha256 })}\n`
        : `${relative}  ${formatBytes(size)}  sha256:${sha256}\n`,
    );
  }
}
