import path from 'node:path';
import { type DiskLayout, regionAt } from '../disk/regions.js';
import { SectorFile } from '../disk/sector-file.js';
import { epochsOf } from '../log/log-index.js';
import { readRecordingFacts, recordedLayout, recordingFiles } from '../record/recording.js';
import type { ScenarioName } from '../record/scenarios.js';
import { type Lab, recordingDir } from '../run/lab-folder.js';

/** The writes of a recording, to be drawn: from left to right as they were made, from top to bottom by their place. */
export interface WritePlot {
  scenario: ScenarioName;
  writes: number;
  flushes: number;
  /** Parts of the disk that are written to, in order. */
  bands: readonly string[];
  /** Of each band the writes, at most so many as can be told apart. Numbers from 0 to 1. */
  marks: readonly { band: number; at: number; from: number; size: number }[];
  /** Where flushes are, from 0 to 1: cuts are tried at each sector, and subsets at each of these. */
  ends: readonly number[];
}

/** What is drawn of a long recording. */
const mostMarks = 4000;
const mostEnds = 1000;

/** Plots of the recordings that a lab has. */
export async function readPlots(lab: Lab): Promise<WritePlot[]> {
  const plots: WritePlot[] = [];
  for (const scenario of lab.plan.scenarios) {
    const dir = recordingDir(lab, scenario);
    const facts = await readRecordingFacts(dir);
    if (facts === null) continue;
    const log = new SectorFile(path.join(dir, recordingFiles.log));
    plots.push(plotOf(scenario, recordedLayout(dir, facts), log));
    log.close();
  }
  return plots;
}

function plotOf(scenario: ScenarioName, { regions }: DiskLayout, log: SectorFile): WritePlot {
  const epochs = epochsOf(log, regions);
  const writes = epochs.flatMap((epoch) => epoch.writes);
  const bandOf = ({ sector }: { sector: number }) => regions[regionAt(regions, sector)]?.kind ?? 'gap';
  const order = [...new Set(regions.map(({ kind }) => kind as string))];
  const written = new Set(writes.map(bandOf));
  const bands = order.filter((kind) => written.has(kind as never));
  const step = Math.max(1, Math.ceil(writes.length / mostMarks));
  const marks = writes.flatMap((write, number) => {
    if (number % step !== 0) return [];
    const kind = bandOf(write);
    const parts = regions.filter((region) => region.kind === kind);
    const first = parts[0]?.first ?? 0;
    const last = parts.at(-1);
    const size = last === undefined ? 1 : last.first + last.sectors - first;
    return [
      {
        ...{ band: bands.indexOf(kind), at: number / writes.length },
        ...{ from: (write.sector - first) / size, size: write.sectors / size },
      },
    ];
  });
  let done = 0;
  const ends = epochs.map((epoch) => {
    done += epoch.writes.length;
    return done / Math.max(1, writes.length);
  });
  const endStep = Math.max(1, Math.ceil(ends.length / mostEnds));
  return {
    ...{ scenario, writes: writes.length, flushes: epochs.length, bands, marks },
    ends: ends.filter((_, number) => number % endStep === 0),
  };
}
