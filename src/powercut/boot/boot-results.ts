import path from 'node:path';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import type { ScenarioName } from '../record/scenarios.js';
import type { Lab } from '../run/lab-folder.js';
import type { BootedDisk } from './boot-disk.js';
import type { BootFault } from './boot-fault.js';

/** A cut whose disk was started. */
export interface BootedCut extends BootedDisk {
  scenario: ScenarioName;
  /** Names the cut within its recording. */
  id: string;
  /** What the boot state and the slots come to, by the rules. */
  outcome: string;
  fault: BootFault | null;
  /** How often it was started: once more where something seemed to be wrong the first time. */
  tries: number;
}

/** What a lab knows of disks that were started. */
export interface BootResults {
  /** The image as it is, which must come up: else nothing can be said of its states. */
  image: BootedDisk | null;
  /** The image without a whole slot, which must not: a look that finds everything right proves nothing. */
  withoutRoot: BootedDisk | null;
  cuts: BootedCut[];
}

/** Folder of a lab that has the consoles of its machines. */
export function bootsDir({ dir }: Pick<Lab, 'dir'>): string {
  return path.join(dir, 'boots');
}

export async function readBoots(lab: Lab): Promise<BootResults> {
  const text = await readSmallText(fileOf(lab)).catch(() => null);
  return text === null ? { image: null, withoutRoot: null, cuts: [] } : (JSON.parse(text) as BootResults);
}

/** Called after each start: what is kept is not started again. */
export async function writeBoots(lab: Lab, results: BootResults): Promise<void> {
  await atomicWriteFile(fileOf(lab), `${JSON.stringify(results)}\n`);
}

function fileOf(lab: Pick<Lab, 'dir'>): string {
  return path.join(bootsDir(lab), 'boots.json');
}
