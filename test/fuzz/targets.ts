import type { Target } from './target.js';
import { kickstartTargets } from './targets/kickstart.js';
import { listTargets } from './targets/lists.js';
import { otherTargets } from './targets/others.js';
import { specTargets } from './targets/spec.js';

/** Every kind of input that people, projects, repositories and devices give to the program. */
export const targets: readonly Target[] = [
  ...specTargets,
  ...listTargets,
  ...kickstartTargets,
  ...otherTargets,
];
