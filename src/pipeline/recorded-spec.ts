import { createHash } from 'node:crypto';
import type { PackageLine } from '../project/project.js';
import { specToDocument } from '../spec/document.js';
import type { ImageSpec } from '../spec/image-spec.js';
import type { ProjectFile } from '../spec/schema.js';

/**
 * A spec as build.json keeps it, to be compared with another one: whole, with the packages that were used, without
 * the folder of this machine's cache. output/ is handed on, so that password hashes are told apart and not told.
 */
export function recordedSpec(
  spec: ImageSpec,
  packages: readonly Pick<PackageLine, 'text' | 'kind'>[],
): ProjectFile {
  const { system } = spec;
  return specToDocument({
    ...spec,
    packages: packages.map(({ kind, text }) => (kind === 'exclude' ? `-${text}` : text)),
    system: {
      ...system,
      rootPasswordHash: fingerprint(system.rootPasswordHash),
      users: system.users.map((user) => ({ ...user, passwordHash: fingerprint(user.passwordHash) })),
    },
    engine: { use: 'auto', image: null },
    cacheDir: null,
  });
}

function fingerprint(passwordHash: string | null): string | null {
  if (passwordHash === null) return null;
  return `sha256:${createHash('sha256').update(passwordHash).digest('hex').slice(0, 16)}`;
}
