import { createHash } from 'node:crypto';
import { specToDocument } from '../config/document.js';
import type { ImageSpec } from '../config/image-spec.js';
import { changeHashes } from '../config/password-hashes.js';
import type { ProjectFile } from '../config/schema.js';
import type { PackageLine } from '../project/folder/project.js';

/**
 * A spec as build.json keeps it, to be compared with another one: whole, with the packages that were used, without
 * the folder of this machine's cache. output/ is handed on, so that password hashes are told apart and not told.
 */
export function recordedSpec(
  spec: ImageSpec,
  packages: readonly Pick<PackageLine, 'text' | 'kind'>[],
): ProjectFile {
  return specToDocument({
    ...changeHashes(spec, fingerprint),
    packages: packages.map(({ kind, text }) => (kind === 'exclude' ? `-${text}` : text)),
    engine: { use: 'auto', image: null },
    cacheDir: null,
  });
}

function fingerprint(passwordHash: string): string {
  return `sha256:${createHash('sha256').update(passwordHash).digest('hex').slice(0, 16)}`;
}
