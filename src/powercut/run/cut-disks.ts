import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { TaskContext } from '../../engine/progress.js';
import type { Slot } from '../../slots/boot-state.js';
import { copyImage } from '../record/copy-disk.js';
import { openRecording } from '../record/recording.js';
import type { ScenarioName } from '../record/scenarios.js';
import { marksUntil } from '../states/walk.js';
import { writeChanges } from '../states/write-changes.js';
import { Examination } from './examine.js';
import { type Lab, recordingDir } from './lab-folder.js';

/** A disk as a cut leaves it, in a file of its own. */
export interface CutDisk {
  scenario: ScenarioName;
  id: string;
  file: string;
  /** What the boot state and the slots come to, by the rules. */
  outcome: string;
  chosen: Slot | null;
  /** What the recorder said before the cut. */
  marks: readonly string[];
}

/** Makes the disks that cuts of a recording leave, one after another; who asks for them removes them. */
export async function* cutDisks(
  ctx: TaskContext,
  lab: Lab,
  { scenario, ids, dir }: { scenario: ScenarioName; ids: readonly string[]; dir: string },
): AsyncGenerator<CutDisk> {
  const wanted = new Set(ids);
  const epochs = new Set(ids.map((id) => Number(/^e(\d+)\./.exec(id)?.[1])));
  const { recorded, facts, baseFile, close } = await openRecording(recordingDir(lab, scenario), scenario);
  const { seed, kinds } = lab.plan;
  try {
    const examination = new Examination(recorded, facts, { seed, kinds });
    for (const { cut, state, epoch, verdict } of examination.cuts(({ number }) => epochs.has(number))) {
      if (!wanted.has(cut.id)) continue;
      const file = path.join(dir, `${scenario}-${cut.id}.raw`);
      await copyImage(ctx, baseFile, file);
      await writeChanges(state, file).catch(async (error) => {
        await rm(file, { force: true });
        throw error;
      });
      const marks = marksUntil(recorded.index.epochs, epoch, cut.begun);
      yield { scenario, id: cut.id, file, outcome: verdict.outcome, chosen: verdict.chosen, marks };
    }
  } finally {
    close();
  }
}
