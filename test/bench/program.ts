import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { publishedProgram } from '../helpers/published-program.js';
import { projectFolder } from '../testbed/places.js';
import { type PlainCommand, type Timed, timed } from './timing.js';

/** Everything of a bench lies here; git ignores it. */
export const benchFolder = path.join(projectFolder(), '.cache/bench');

/** Whose programs ours runs. */
export const engine = 'native';

/** Of this run alone: another one may bundle meanwhile, and chunks are loaded late. */
const programFolder = path.join(benchFolder, `program-${process.pid}`);
const programFile = path.join(programFolder, 'dist/cli.js');
const hookFile = path.join(programFolder, 'report-memory.cjs');

/**
 * Written by the process itself at its end. VmHWM is the most memory that this one process had resident;
 * getrusage(2) would answer with the memory of the process that started it, if that was larger.
 */
const hook = `const fs = require('node:fs');
process.on('exit', () => fs.writeFileSync(process.env.TFR_BENCH_STATUS, fs.readFileSync('/proc/self/status')));
`;

/**
 * Lays out the program as it is published, from the sources as they are now, so that a stale one is never measured;
 * the sources may be worked on meanwhile.
 */
export async function layOutProgram(): Promise<void> {
  await mkdir(programFolder, { recursive: true });
  publishedProgram(programFolder);
  await writeFile(hookFile, hook);
}

/** Removes what {@link layOutProgram} made. */
export async function removeProgram(): Promise<void> {
  await removeFolder(programFolder);
}

export interface OursOptions {
  /** The image project's folder. */
  project: string;
  /** XDG_CACHE_HOME: holds store, metadata and stages. */
  cache: string;
  onOutput?: PlainCommand['onOutput'];
  okStatuses?: readonly number[];
}

/** The command that runs our program as a user would. */
export function ours(
  args: readonly string[],
  { project, cache, onOutput, okStatuses }: OursOptions,
): PlainCommand {
  return {
    program: process.execPath,
    args: [programFile, ...args],
    cwd: project,
    // The tools by hand are this machine's, so ours are too, even where a container engine is installed.
    env: { XDG_CACHE_HOME: cache, TMPFSROOT_ENGINE: engine },
    inherit: true,
    ...(onOutput === undefined ? {} : { onOutput }),
    ...(okStatuses === undefined ? {} : { okStatuses }),
  };
}

/** The same with the peak memory of our own process, without that of the programs it ran. */
export async function oursWithMemory(
  args: readonly string[],
  options: OursOptions,
): Promise<Timed & { peakBytes: number }> {
  const command = ours(args, options);
  const status = path.join(programFolder, 'status');
  await rm(status, { force: true });
  const result = await timed({
    ...command,
    args: ['--require', hookFile, ...command.args],
    env: { ...command.env, TFR_BENCH_STATUS: status },
  });
  const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(await readFile(status, 'utf8'))?.[1];
  return { ...result, peakBytes: Number(kibibytes) * 1024 };
}

/** Path in the cache folder of a run. */
export function cachePath(cache: string, ...names: string[]): string {
  return path.join(cache, 'tmpfsroot-wizard', ...names);
}

/** Removes a folder that may hold a root tree. */
export async function removeFolder(dir: string): Promise<void> {
  if (existsSync(dir)) await timed({ program: 'rm', args: ['-rf', '--', dir] });
}
