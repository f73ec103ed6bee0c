import type { Finding } from '../../base/finding.js';
import type { Layer } from '../../config/layers/layers.js';
import { contradictions } from '../kickstart/kickstart-layer.js';
import type { Kickstart } from '../kickstart/read-kickstart.js';

/**
 * All that is wrong in the kickstart files of a folder, alone and beside tmpfsroot.json.
 * @param file tmpfsroot.json, where there is one
 */
export function kickstartFindings(
  { fields, findings }: Pick<Kickstart, 'fields' | 'findings'>,
  file: Layer | undefined,
): Finding[] {
  return [...findings, ...contradictions(fields, file)];
}
