import { type Finding, warningAt } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { ExtrasLine } from '../folder/extras-summary.js';

const forMedium = ['iso-root.override', 'build-hooks.d'];

/** Warns of files that concern the medium alone where devices install themselves from the network too. */
export function mediumFindings(
  { outputs }: Pick<ImageSpec, 'outputs'>,
  parts: readonly ExtrasLine[],
): Finding[] {
  if (!outputs.includes('pxe')) return [];
  return parts
    .filter(({ name }) => forMedium.includes(name))
    .map(({ name }) => ({
      ...warningAt(
        'outputs',
        t`\`${name}\` concerns the ISO alone: output/pxe, for devices that install themselves from the network, has nothing of it.`,
        t`Put what the installed system needs into \`root.override\` or \`hooks.d\`.`,
      ),
      where: name,
    }));
}
