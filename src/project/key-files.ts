import { stat } from 'node:fs/promises';
import path from 'node:path';
import { errorAt, type Finding } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { projectFileName } from './project.js';

/** Public key files that the spec names and that are not there; armoured text needs none. */
export async function missingKeys(dir: string, spec: ImageSpec): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [index, repository] of (spec.repositories ?? []).entries()) {
    for (const [place, key] of repository.keys.entries()) {
      if (isArmoured(key)) continue;
      const stats = await stat(path.resolve(dir, key)).catch(() => null);
      if (stats?.isFile()) continue;
      findings.push(
        errorAt(
          `repositories[${index}].keys[${place}]`,
          `The key file \`${key}\` of the repository \`${repository.id}\` is not there.`,
          `Put it there; paths in ${projectFileName} count from its folder.`,
        ),
      );
    }
  }
  const { key } = spec.install.netinst;
  if (spec.install.method === 'anaconda' && key !== null && !isArmoured(key)) {
    const stats = await stat(path.resolve(dir, key)).catch(() => null);
    if (stats?.isFile() !== true) {
      findings.push(
        errorAt(
          'install.netinst.key',
          `The key file \`${key}\` of the netinst image is not there.`,
          `Put it there; paths in ${projectFileName} count from its folder.`,
        ),
      );
    }
  }
  return findings;
}

/** Whether a key is the key itself, and no path of its file. */
export function isArmoured(key: string): boolean {
  return key.startsWith('-----BEGIN');
}
