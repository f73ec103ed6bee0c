import { type Finding, warningAt } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import type { PartLine } from './part-lines.js';

const forMedium = ['iso-root.override', 'build-hooks.d'];

/** Warns of files that concern the medium alone where devices install themselves from the network too. */
export function mediumFindings(
  { outputs }: Pick<ImageSpec, 'outputs'>,
  parts: readonly PartLine[],
): Finding[] {
  if (!outputs.includes('pxe')) return [];
  return parts
    .filter(({ name }) => forMedium.includes(name))
    .map(({ name }) => ({
      ...warningAt(
        'outputs',
        `\`${name}\` concerns the ISO alone: output/pxe, for devices that install themselves from the network, has nothing of it.`,
        'What the installed system needs belongs into `root.override` or `hooks.d`.',
      ),
      where: name,
    }));
}
