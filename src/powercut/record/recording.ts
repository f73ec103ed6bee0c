import path from 'node:path';
import * as v from 'valibot';
import { badInput } from '../../base/failure.js';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import type { Slot } from '../../slots/boot-state.js';
import type { JudgedFacts } from '../check/disk-judge.js';
import { layoutOf } from '../disk/layout-of.js';
import type { DiskLayout } from '../disk/regions.js';
import { SectorFile } from '../disk/sector-file.js';
import { indexLog } from '../log/log-index.js';
import type { Recorded } from '../states/disk-state.js';
import { type ScenarioName, scenarioOf } from './scenarios.js';

const schema = v.strictObject({
  format: v.literal(1),
  scenario: v.string(),
  /** The disk before the first write: an absolute path, or a file beside this one. */
  base: v.string(),
  /** Slots that held a whole image then. */
  whole: v.array(v.picklist(['a', 'b'])),
  /** Of an installation, the disk behind the last write, with two slots that hold a whole image: a file beside this one. */
  installed: v.optional(v.string()),
  /** Seconds that the scenario took. */
  seconds: v.number(),
});

/** What a folder of a recording says of it, beside its log. */
export type RecordingFacts = v.InferOutput<typeof schema>;

/** Names in the folder of a recording. */
export const recordingFiles = {
  facts: 'recording.json',
  log: 'log',
  base: 'base.raw',
  installed: 'installed.raw',
} as const;

/** Says that a recording is complete: it is written last. */
export async function writeRecordingFacts(dir: string, facts: RecordingFacts): Promise<void> {
  await atomicWriteFile(path.join(dir, recordingFiles.facts), `${JSON.stringify(facts)}\n`);
}

/** @returns Null where there is none, or one that is not complete. */
export async function readRecordingFacts(dir: string): Promise<RecordingFacts | null> {
  const text = await readSmallText(path.join(dir, recordingFiles.facts)).catch(() => null);
  if (text === null) return null;
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    return null;
  }
}

/** The regions of the disk that was recorded. */
export function recordedLayout(
  dir: string,
  { base, installed = base }: Pick<RecordingFacts, 'base' | 'installed'>,
): DiskLayout {
  return layoutOf(path.resolve(dir, installed));
}

export interface OpenRecording {
  recorded: Recorded;
  facts: JudgedFacts;
  /** The disk before the first write. */
  baseFile: string;
  close(): void;
}

/** @throws Failure with exit status 2 where there is no recording, or its log is not whole. */
export async function openRecording(dir: string, scenario: ScenarioName): Promise<OpenRecording> {
  const known = await readRecordingFacts(dir);
  if (known === null || known.scenario !== scenario) {
    throw badInput({
      what: `There is no recording of \`${scenario}\`.`,
      where: dir,
      remedy: 'Record it: tmpfsroot-wizard powercut IMAGE',
    });
  }
  const base = new SectorFile(path.resolve(dir, known.base));
  const log = new SectorFile(path.join(dir, recordingFiles.log));
  const layout = recordedLayout(dir, known);
  const { written, hasOneCopy } = scenarioOf(scenario);
  const wholeAtFirst: Record<Slot, boolean> = {
    '0': known.whole.includes('a'),
    '1': known.whole.includes('b'),
  };
  return {
    recorded: { base, log, regions: layout.regions, index: indexLog(log, base, layout.regions) },
    baseFile: base.file,
    facts: { layout, wholeAtFirst, written, hasOneCopy, isInstallation: known.installed !== undefined },
    close: () => {
      base.close();
      log.close();
    },
  };
}
