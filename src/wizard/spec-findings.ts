import { readSpecPackages } from '../project/packages-list.js';
import { errorAt, type Finding } from '../spec/finding.js';
import { listFix } from '../spec/fix.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { validateSpec } from '../spec/validate.js';
import { packageSets } from './packages/sets.js';

/** What is wrong or doubtful in a spec that is to be built: a list of packages belongs to it here. */
export function specFindings(spec: ImageSpec, today: Date): Finding[] {
  const findings = [...validateSpec(spec, today), ...lineFindings(spec.packages ?? [])];
  if (spec.packages?.some((line) => !line.startsWith('-')) === true) return findings;
  const [base] = packageSets;
  const fix =
    base === undefined
      ? undefined
      : { ...listFix('packages', base.packages), text: `the ${base.title.toLowerCase()}` };
  return [
    ...findings,
    errorAt('packages', 'No package is named.', 'Add a set with `s`, or search with `/`.', fix),
  ];
}

/** Lines that a list of packages cannot have. */
function lineFindings(lines: readonly string[]): Finding[] {
  return readSpecPackages(lines).findings.map(({ where = '', ...finding }) => ({ ...finding, path: where }));
}
