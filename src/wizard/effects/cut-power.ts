import path from 'node:path';
import { sentences, t } from '../../base/language/texts.js';
import { cutPower } from '../../powercut/cut-power.js';
import { summarize } from '../../powercut/report/findings.js';
import { reportPageOf } from '../../powercut/report/write-report.js';
import { openLab } from '../../powercut/run/lab-folder.js';
import type { ShownRun } from '../../run/run.js';
import type { Notice } from '../model/state.js';

/** As long as somebody sits before it. */
const minutes = 10;

/**
 * Cuts the power of a copy of a raw disk image as `powercut` does without options.
 * @param image absolute path
 * @returns what to tell of it
 */
export async function cutPowerOf(image: string, shown: Omit<ShownRun, 'title'>): Promise<Notice> {
  const lab = await openLab({ dir: `${image}.powercut`, image, asked: {} });
  const own = { node: process.execPath, entry: process.argv[1] ?? '' };
  const findings = await cutPower(lab, { own, jobs: null, minutes }, shown);
  const { distinct, faults, silentControls, isComplete } = summarize(findings);
  const page = path.relative(process.cwd(), reportPageOf(lab));
  if (faults > 0 || silentControls.length > 0) {
    return { level: 'warning', text: t`Something is wrong: see the report, ${page}.` };
  }
  const found = t`Nothing is wrong with ${distinct} disks as a power cut leaves them. The report: ${page}.`;
  return {
    level: 'info',
    text: isComplete ? found : sentences(found, t`Not all is done; the same key goes on.`),
  };
}
