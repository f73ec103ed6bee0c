import type { RpmPackage } from './types.js';

/** What is wrong with a test package beyond what its spec says; applied after the packages are built. */
export type Fault = 'unsigned' | 'corrupt' | 'foreign' | 'vanished';

/** Test packages whose file or signature is tampered with. */
export const faults: Readonly<Record<string, Fault>> = {
  'tfr-test-unsigned': 'unsigned',
  'tfr-test-corrupt': 'corrupt',
  'tfr-test-foreign': 'foreign',
  'tfr-test-vanished': 'vanished',
};

const tiny = (name: string, more: Partial<RpmPackage> = {}): RpmPackage => ({
  name,
  version: '1.0',
  noarch: true,
  ...more,
});

/** Tiny packages, each with one property that a test needs. */
export const specialPackages: readonly RpmPackage[] = [
  ...Object.keys(faults).map((name) => tiny(name)),
  tiny('tfr-test-conflict-a', { conflicts: ['tfr-test-conflict-b'] }),
  tiny('tfr-test-conflict-b', { conflicts: ['tfr-test-conflict-a'] }),
  tiny('tfr-test-broken', { requires: ['tfr-test-provided-by-nobody'] }),
  tiny('tfr-test-weak', { recommends: ['tfr-test-weak-target'] }),
  tiny('tfr-test-weak-target'),
  tiny('tfr-test-scriptlet-fails', { scriptlets: [{ when: 'post', body: 'exit 1' }] }),
];
