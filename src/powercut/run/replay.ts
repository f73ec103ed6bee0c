import { constants, copyFile, rm } from 'node:fs/promises';
import { badInput } from '../../base/failure.js';
import type { Verdict } from '../check/oracle.js';
import { openRecording } from '../record/recording.js';
import { isScenario } from '../record/scenarios.js';
import type { DiskState } from '../states/disk-state.js';
import { marksUntil } from '../states/walk.js';
import { writeChanges } from '../states/write-changes.js';
import { Examination } from './examine.js';
import { type Lab, recordingDir } from './lab-folder.js';

export interface Replayed {
  verdict: Verdict;
  /** What the recorder said before the cut. */
  marks: string[];
  /** Sectors that differ from the disk before the recording. */
  changed: number;
}

/**
 * Brings back the state of one cut, and writes the disk as it would be to a file, if one is named.
 * @param id SCENARIO/CUT, as a report has it
 * @throws Failure with exit status 2 for a cut that there is not, or a file that is there already.
 */
export async function replay(lab: Lab, id: string, file: string | null): Promise<Replayed> {
  const [scenario = '', name = ''] = id.split('/');
  const epoch = /^e(\d+)\./.exec(name)?.[1];
  if (!isScenario(scenario) || epoch === undefined) throw noCut(id);
  const { recorded, facts, baseFile, close } = await openRecording(recordingDir(lab, scenario), scenario);
  try {
    const { seed, kinds } = lab.plan;
    const examination = new Examination(recorded, facts, { seed, kinds });
    for (const { cut, state, epoch: at, verdict } of examination.cuts(
      ({ number }) => number === Number(epoch),
    )) {
      if (cut.id !== name) continue;
      const changed = state.changed();
      if (file !== null) await writeDisk(baseFile, file, state);
      return { verdict, marks: marksUntil(recorded.index.epochs, at, cut.begun), changed: changed.length };
    }
    throw noCut(id);
  } finally {
    close();
  }
}

async function writeDisk(base: string, file: string, state: DiskState): Promise<void> {
  await copyFile(base, file, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE).catch((error: Error) => {
    throw badInput({ what: `\`${file}\` cannot be written.`, where: file, why: `${error.message}.` });
  });
  try {
    await writeChanges(state, file);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

function noCut(id: string) {
  return badInput({
    what: `There is no cut \`${id}\` in this lab.`,
    remedy: 'Take one from report.txt, as it stands there: SCENARIO/CUT.',
  });
}
