import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { registerCleanup } from '../../base/cleanup.js';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { packageFile } from '../../base/fs/package-file.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import type { TaskContext } from '../../engine/progress.js';
import { layoutOf } from '../disk/layout-of.js';
import { machineEnvironment } from '../record/machine-environment.js';
import { openRecording } from '../record/recording.js';
import { type CutDisk, cutDisks } from './cut-disks.js';
import { inTurns } from './in-turns.js';
import { type Lab, recordingDir } from './lab-folder.js';
import { copiesIn } from './own-programs.js';
import { readTally } from './read-tally.js';

/** What a check of a person's own says of disks as cuts leave them. */
export interface OwnTally {
  checked: number;
  seconds: number;
  /** Cuts where it ended with another status than 0, with the last line that it said. */
  failed: { id: string; said: string }[];
  /** What it says of the disk before the recording, if all that was said in the recording held: null, nothing wrong. */
  control: string | null;
}

/** What noise takes with it, no file system brings back: a check would have to know where it was. */
const checkedKinds = ['prefix', 'torn', 'subset'] as const;

/**
 * Looks at disks as cuts of the scenario `own` leave them with a person's own check: as many as the plan has states of
 * file systems, of each kind of cut alike. Their partitions are repaired by the device's healer, and mounted.
 */
export async function checkOwn(ctx: TaskContext, lab: Lab, isLate: () => boolean): Promise<OwnTally> {
  const { tally } = await readTally(lab, 'own');
  const ids = inTurns(checkedKinds.map((kind) => (tally.samples[kind] ?? []).map(({ id }) => id)));
  const chosen = ids.slice(0, lab.plan.fileSystemStates);
  const scratch = await mkdtemp(path.join(lab.dir, '.checking-'));
  const forget = registerCleanup(() => rmSync(scratch, { recursive: true, force: true }));
  const from = performance.now();
  const found: OwnTally = { checked: 0, seconds: 0, failed: [], control: null };
  const work = path.join(scratch, 'work');
  try {
    const marks = await allMarks(lab);
    for await (const disk of cutDisks(ctx, lab, { scenario: 'own', ids: ['e0.start'], dir: scratch }))
      found.control = await look(ctx, lab, { ...disk, marks }, work);
    for await (const disk of cutDisks(ctx, lab, { scenario: 'own', ids: chosen, dir: scratch })) {
      if (isLate()) return found;
      ctx.progress.status(`${found.checked} of ${chosen.length} disks`);
      const said = await look(ctx, lab, disk, work);
      found.checked += 1;
      if (said !== null) found.failed.push({ id: disk.id, said });
    }
    found.seconds = Math.round((performance.now() - from) / 100) / 10;
    await atomicWriteFile(fileOf(lab), `${JSON.stringify(found)}\n`);
    return found;
  } finally {
    forget();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function allMarks(lab: Lab): Promise<string[]> {
  const { recorded, close } = await openRecording(recordingDir(lab, 'own'), 'own');
  close();
  return recorded.index.epochs.flatMap(({ marks }) => marks.map(({ text }) => text));
}

/** @returns Null where it was not checked. */
export async function readOwnTally(lab: Lab): Promise<OwnTally | null> {
  const text = await readSmallText(fileOf(lab)).catch(() => null);
  return text === null ? null : (JSON.parse(text) as OwnTally);
}

function fileOf(lab: Lab): string {
  return path.join(recordingDir(lab, 'own'), 'check.json');
}

/** What the check says of a disk that is not right; null: it is. */
async function look(
  ctx: TaskContext,
  lab: Lab,
  { file, marks }: CutDisk,
  work: string,
): Promise<string | null> {
  await mkdir(work);
  const marksFile = path.join(work, 'marks');
  await writeFile(marksFile, marks.map((mark) => `${mark}\n`).join(''));
  await rename(file, path.join(work, 'disk.raw'));
  const layout = layoutOf(path.join(work, 'disk.raw'));
  try {
    const { stdout } = await ctx.engine.run({
      program: 'unshare',
      args: [
        ...['-m', 'sh', packageFile('src/powercut/check/check-disk.sh')],
        ...[copiesIn(lab.dir).check, marksFile],
      ],
      env: machineEnvironment(layout, work),
      purpose: 'checking the data of a disk',
      capture: true,
      signal: ctx.signal,
    });
    const lines = stdout.trimEnd().split('\n');
    const status = lines.pop();
    return status === 'status 0' ? null : (lines.at(-1) ?? status ?? '');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
