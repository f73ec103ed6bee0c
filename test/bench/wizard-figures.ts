import type { Testbed } from '../testbed/index.js';
import type { Figure } from './table.js';
import { keyFigures } from './wizard-keys.js';
import { startFigures } from './wizard-start.js';

/** How quick the wizard is for the person before it. */
export async function wizardFigures(testbed: Testbed, log: (line: string) => void): Promise<Figure[]> {
  return [...(await startFigures(log)), ...(await keyFigures(testbed, log))];
}
