import type { ScreenId } from '../state.js';
import { disksScreen } from './disks.js';
import { outputsScreen } from './outputs.js';
import { packagesScreen } from './packages.js';
import { releaseScreen } from './release.js';
import { resultScreen } from './result.js';
import { reviewScreen } from './review.js';
import type { Screen } from './screen.js';
import { sizesScreen } from './sizes.js';
import { startScreen } from './start.js';
import { systemScreen } from './system.js';

/** Every screen by its id. */
export const screens: Readonly<Record<ScreenId, Screen>> = {
  start: startScreen,
  release: releaseScreen,
  packages: packagesScreen,
  disks: disksScreen,
  sizes: sizesScreen,
  system: systemScreen,
  outputs: outputsScreen,
  review: reviewScreen,
  result: resultScreen,
};
