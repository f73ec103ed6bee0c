import { errorAt, type Finding, firstFindings } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { listFix } from '../../config/findings/fix.js';
import { validateSpec } from '../../config/findings/validate.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { readSpecPackages } from '../../project/packages/packages-list.js';
import { packageSets } from '../packages/sets.js';

/** What is wrong or doubtful in a spec that is to be built: a list of packages belongs to it here. */
export function specFindings(spec: ImageSpec, today: Date): Finding[] {
  const findings = firstFindings([...validateSpec(spec, today), ...lineFindings(spec.packages ?? [])]);
  if (spec.packages?.some((line) => !line.startsWith('-')) === true) return findings;
  const [base] = packageSets;
  const fix =
    base === undefined ? undefined : { ...listFix('packages', base.packages), text: t`the base system` };
  return [
    ...findings,
    errorAt('packages', t`No package is named.`, t`Add a set with \`s\`, or search with \`/\`.`, fix),
  ];
}

/** Lines that a list of packages cannot have. */
function lineFindings(lines: readonly string[]): Finding[] {
  return readSpecPackages(lines).findings.map(({ where = '', ...finding }) => ({ ...finding, path: where }));
}
