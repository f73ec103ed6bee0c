import type { Project } from '../project/project.js';
import { placeOf } from '../spec/finding.js';
import type { CommandContext } from './command.js';

/** Tells a person what the validator has to say of a spec that can be built all the same. */
export function printWarnings(
  findings: Project['findings'],
  { stderr }: Pick<CommandContext, 'stderr'>,
): void {
  for (const finding of findings) {
    stderr.write(`Warning: ${placeOf(finding)}: ${finding.message} ${finding.remedy}\n`);
  }
}
