import { open } from 'node:fs/promises';
import { sectorBytes } from '../disk/sectors.js';
import type { DiskState } from './disk-state.js';

/** Sectors of one write to the file: 1 MiB. */
const mostSectors = 2048;

/** Makes a copy of the disk before the recording a copy of the disk in this state. */
export async function writeChanges(state: DiskState, file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    for (const [first, count] of runsOf(state.changed())) {
      const content = state.read(first, count);
      await handle.write(content, 0, content.length, first * sectorBytes);
    }
  } finally {
    await handle.close();
  }
}

/** Numbers in ascending order as runs: the first, and how many follow one another. */
function runsOf(sectors: readonly number[]): [first: number, count: number][] {
  const runs: [number, number][] = [];
  for (const sector of sectors) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === sector && last[1] < mostSectors) last[1] += 1;
    else runs.push([sector, 1]);
  }
  return runs;
}
