import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { badInput } from '../../base/failure.js';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import { type ScenarioName, scenarioNames, usualScenarios } from '../record/scenarios.js';
import { cutKinds } from '../states/cuts.js';
import { digestsOf, type OwnPrograms, readPrograms, writePrograms } from './own-programs.js';

const schema = v.strictObject({
  format: v.literal(1),
  image: v.strictObject({ file: v.string(), bytes: v.number(), modified: v.number() }),
  seed: v.pipe(v.number(), v.safeInteger()),
  kinds: v.array(v.picklist(cutKinds)),
  scenarios: v.array(v.picklist(scenarioNames)),
  /** Parts that each recording is examined in. */
  shards: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** States of a file system that are looked at by real programs, of each recording that has one. */
  fileSystemStates: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** States that are started in a virtual machine, of all scenarios together. */
  boots: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Of the scenario `own`, SHA-256 of what it runs and of what it is checked by. */
  own: v.nullable(v.strictObject({ script: v.string(), check: v.nullable(v.string()) })),
});

/** What a lab is asked for; the same answers come from the same plan and recordings. */
export type LabPlan = v.InferOutput<typeof schema>;

/** What a lab is known by: its plan. */
export const planFile = 'lab.json';

/** A lab on the disk: its plan, its recordings and what was found. */
export interface Lab {
  dir: string;
  plan: LabPlan;
}

/** Folder of a recording. */
export function recordingDir({ dir }: Pick<Lab, 'dir'>, scenario: ScenarioName): string {
  return path.join(dir, scenario);
}

/** What a person asks for; what is not said is as it was, or usual. */
export interface LabOrder {
  dir: string;
  /** Absolute path. */
  image: string;
  asked: Partial<Pick<LabPlan, 'seed' | 'kinds' | 'scenarios' | 'shards' | 'fileSystemStates' | 'boots'>>;
  /** Absolute paths of the programs of the scenario `own`; null where it is not asked for. */
  own?: OwnPrograms | null;
}

/** What a lab does where nobody says something else. Disks that lose flushes and virtual machines are asked for by name. */
export const usualPlan = {
  seed: 1,
  kinds: cutKinds.filter((kind) => kind !== 'lost-flush'),
  scenarios: [...usualScenarios],
  shards: 32,
  fileSystemStates: 200,
  boots: 0,
} satisfies LabOrder['asked'];

/**
 * Opens the lab of an image, or begins it.
 * @throws Failure with exit status 2 where the folder has a lab that was asked for something else.
 */
export async function openLab({ dir, image, asked, own = null }: LabOrder): Promise<Lab> {
  const stats = await stat(image).catch(() => null);
  if (stats === null || !stats.isFile())
    throw badInput({ what: `There is no disk image \`${path.basename(image)}\`.`, where: image });
  const known = await readPlan(dir);
  const programs = own === null ? null : await readPrograms(own);
  const plan = v.parse(schema, {
    ...(known ?? { format: 1, ...usualPlan, own: null }),
    ...(programs === null ? {} : { own: digestsOf(programs) }),
    image: { file: image, bytes: stats.size, modified: Math.floor(stats.mtimeMs) },
    ...asked,
  });
  if (known !== null && JSON.stringify(known) !== JSON.stringify(plan)) {
    throw badInput({
      what: 'The folder has what was found of another image, or with other options.',
      where: dir,
      remedy: 'Name another folder with --out, remove this one, or use the same options to go on.',
    });
  }
  if (known === null) {
    await mkdir(dir, { recursive: true });
    // Recordings have names like `log`, and replace what is there.
    if ((await readdir(dir)).length > 0) {
      throw badInput({
        what: 'The folder holds something else.',
        where: dir,
        remedy: 'Name one that is empty, or is not there yet: --out DIR',
      });
    }
    if (programs !== null) await writePrograms(dir, programs);
    await atomicWriteFile(path.join(dir, planFile), `${JSON.stringify(plan)}\n`);
  }
  return { dir, plan };
}

/** @throws Failure with exit status 2 where the folder has no lab. */
export async function readLab(dir: string): Promise<Lab> {
  const plan = await readPlan(dir);
  if (plan !== null) return { dir, plan };
  throw badInput({
    what: `\`${path.basename(dir)}\` is not the folder of a power-cut lab.`,
    where: dir,
    remedy: 'Begin one: tmpfsroot-wizard powercut IMAGE --out DIR',
  });
}

async function readPlan(dir: string): Promise<LabPlan | null> {
  const text = await readSmallText(path.join(dir, planFile)).catch(() => null);
  if (text === null) return null;
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    throw badInput({
      what: 'What the folder says of its lab is damaged, or of another version of this program.',
      where: path.join(dir, planFile),
      remedy: 'Remove the folder, and begin again.',
    });
  }
}
