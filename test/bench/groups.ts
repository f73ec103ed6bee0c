import type { Bench } from './bench.js';
import { bootFigures } from './boot-figures.js';
import { buildFigures } from './build-figures.js';
import { downloadFigures } from './download-figure.js';
import { guestFigures } from './guest-figures.js';
import { lockFigures } from './lock-figure.js';
import { memoryFigures } from './memory-figure.js';
import type { Figure } from './table.js';
import { wizardFigures } from './wizard-figures.js';

/** What is measured, by the word that chooses it. */
export const groups: Readonly<Record<string, (bench: Bench) => Promise<Figure[]>>> = {
  lock: lockFigures,
  build: buildFigures,
  boot: async (bench) => [...(await bootFigures(bench)), ...(await guestFigures(bench))],
  download: downloadFigures,
  memory: memoryFigures,
  wizard: wizardFigures,
};
