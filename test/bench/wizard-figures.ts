import type { Bench } from './bench.js';
import type { Figure } from './table.js';
import { keyFigures } from './wizard-keys.js';
import { startFigures } from './wizard-start.js';

/** How quick the wizard is for the person before it. */
export async function wizardFigures(bench: Bench): Promise<Figure[]> {
  return [...(await startFigures(bench)), ...(await keyFigures(bench))];
}
