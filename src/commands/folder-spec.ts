import type { ImageSpec } from '../config/image-spec.js';
import { withKeyTexts } from '../presets/portable-keys.js';
import type { Project } from '../project/folder/project.js';
import type { CommandContext } from './command.js';
import { openProjectFromOptions } from './project-options.js';

/**
 * The spec that flags, environment and the project's folder mean, with everything in it: the packages of
 * packages.list, and the text of keys.
 * @throws Failure (exit status 2) with every error found.
 */
export async function folderSpec(
  options: Readonly<Record<string, unknown>>,
  context: Pick<CommandContext, 'cwd' | 'env' | 'signal' | 'stderr'>,
): Promise<{ spec: ImageSpec; findings: Project['findings'] }> {
  const { dir, spec, packages, findings } = await openProjectFromOptions(options, context, 'lock');
  const texts = packages.map(({ kind, text }) => (kind === 'exclude' ? `-${text}` : text));
  return { spec: await withKeyTexts({ ...spec, packages: texts }, dir), findings };
}
