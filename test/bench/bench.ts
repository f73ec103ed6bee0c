import type { Testbed } from '../testbed/index.js';

/** What every group of figures is measured with. */
export interface Bench {
  testbed: Testbed;
  /** Tells a person how it goes. */
  log: (line: string) => void;
  /** Only shows that the group still runs: the least rounds and sizes, and figures that say nothing. */
  isSmoke: boolean;
}
