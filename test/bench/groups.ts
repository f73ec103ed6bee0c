import type { Bench } from './bench.js';
import { bootFigures } from './boot-figures.js';
import { buildFigures } from './build-figures.js';
import { downloadFigures } from './download-figure.js';
import { lockFigures } from './lock-figure.js';
import { memoryFigures } from './memory-figure.js';
import type { Figure } from './table.js';
import { wizardFigures } from './wizard-figures.js';

/** What is measured, by the word that chooses it. */
export const groups: Readonly<Record<string, (bench: Bench) => Promise<Figure[]>>> = {
  lock: lockFigures,
  build: buildFigures,
  boot: bootFigures,
  download: downloadFigures,
  memory: memoryFigures,
  wizard: wizardFigures,
};
