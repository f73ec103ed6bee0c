import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import { writeImageProject } from '../e2e/image-project.js';
import { type Ran, runProgram } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';
import { prepareTestbed, type Testbed } from '../testbed/index.js';
import { type StartedCli, type StartOptions, startCli } from './start-cli.js';

/** Cache that tests share which do not ask how it comes about, so that the stages are built once. */
export const sharedCache = path.join(packageFile('package.json'), '../.cache/e2e/cache');

type RunOptions = Partial<Omit<StartOptions, 'cwd'>>;

/** An image project on the test bed, and our program in its folder. */
export interface CliProject {
  testbed: Testbed;
  /** Holds `dir`, and whatever else the test wants to put there. */
  scratch: string;
  dir: string;
  cacheDir: string;
  start(words: readonly string[], options?: RunOptions): StartedCli;
  run(words: readonly string[], options?: RunOptions): Promise<Ran>;
  /** The same for a run that must succeed. */
  must(words: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Sets fields of tmpfsroot.json. */
  edit(fields: object): Promise<void>;
  write(file: string, content: string): Promise<void>;
}

export interface CliProjectOptions {
  /** A cache of its own, which is empty, if absent. */
  cacheDir?: string;
  /** Packages that are listed instead of those that make a bootable image. */
  lines?: readonly string[];
  /** Base URLs of the repositories by id, instead of the test bed's folders. */
  repositories?: Readonly<Record<string, string>>;
}

/** Makes an image project in a folder that is gone when the test is over. */
export async function cliProject(
  t: { after(undo: () => void): void },
  options: CliProjectOptions = {},
): Promise<CliProject> {
  const testbed = await prepareTestbed();
  const scratch = scratchFolder(t);
  const dir = path.join(scratch, 'project');
  const cacheDir = options.cacheDir ?? path.join(scratch, 'cache');
  await writeImageProject(dir, testbed, { name: 'small' });
  const file = path.join(dir, 'tmpfsroot.json');
  const start: CliProject['start'] = (words, more = {}) => startCli(words, { cwd: dir, ...more });
  const project: CliProject = {
    testbed,
    scratch,
    dir,
    cacheDir,
    start,
    run: (words, more) => start(words, more).ended,
    async must(words, more) {
      const ran = await start(words, more).ended;
      if (ran.status === 0) return ran;
      throw new Error(`${words.join(' ')}: status ${ran.status}\n${ran.stderr}${lastLines(ran.stdout, 12)}`);
    },
    async edit(fields) {
      const before = JSON.parse(await readFile(file, 'utf8')) as object;
      await writeFile(file, `${JSON.stringify({ ...before, ...fields }, null, 2)}\n`);
    },
    async write(name, content) {
      await mkdir(path.dirname(path.join(dir, name)), { recursive: true });
      await writeFile(path.join(dir, name), content);
    },
  };
  await project.edit({ cacheDir });
  if (options.lines !== undefined) await project.write('packages.list', `${options.lines.join('\n')}\n`);
  if (options.repositories !== undefined) {
    const repositories = Object.entries(options.repositories).map(([id, url]) => ({
      id,
      baseurl: [url],
      keys: [testbed.key],
    }));
    await project.edit({ repositories });
  }
  return project;
}

/** Every file below a folder, with what changes when it is written: `NAME SIZE MTIME`; nothing for no folder. */
export function filesBelow(dir: string): string[] {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(path.join(dir, name), { throwIfNoEntry: false }) ?? {};
      return `${name} ${size} ${mtimeMs}`;
    });
}

/** Locks a project, and sees to it that the shared cache has its packages and stages. */
export async function fillSharedCache(project: CliProject): Promise<void> {
  await project.must(['lock', '--cache-dir', sharedCache]);
  await project.must(['build', '--output', 'iso', '--cache-dir', sharedCache]);
  await rm(path.join(project.dir, 'output'), { recursive: true });
}

/** Locks a project and gives it a cache of its own with parts of the shared one. */
export async function linkCache(
  project: CliProject,
  ...parts: ('packages' | 'metadata' | 'stages')[]
): Promise<void> {
  await fillSharedCache(project);
  await mkdir(project.cacheDir, { recursive: true });
  // A stage is believed by its listing only.
  const folders = parts.flatMap((part) => (part === 'stages' ? [part, 'listings'] : [part]));
  for (const folder of folders) linkPart(path.join(sharedCache, folder), path.join(project.cacheDir, folder));
}

/** Without what other tests are making there at this moment, or are removing. */
function linkPart(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((one) => !isTemporary(one) && one !== '.lock')) {
    // Only what nobody changes in place may be a hard link: each use of a package sets its mark's time.
    const fixed = path.basename(from) === 'stages' || name.endsWith('.rpm');
    const { status, stderr } = runProgram('cp', [fixed ? '-al' : '-a', path.join(from, name), to]);
    if (status === 0) continue;
    if (existsSync(path.join(from, name))) throw new Error(`cp -al ${from}/${name}: ${stderr}`);
    rmSync(path.join(to, name), { recursive: true, force: true });
  }
}

/** Temporary files and folders of ours in a cache or output folder: what no run may leave. */
export function temporaryBelow(dir: string): string[] {
  const entries = (folder: string) =>
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
  return entries(dir)
    .flatMap((name) => [name, ...entries(path.join(dir, name)).map((inner) => `${name}/${inner}`)])
    .filter(isTemporary);
}

/** Parts of downloads are none: the next run goes on with them. */
export function isTemporary(name: string): boolean {
  return /(^|\/)(\.tmp-|\.making-|\.parts-|\.probe-)|^tmp\/.|\.tmp$|\.new$/.test(name);
}

/** The end of what was printed: why it failed stands there, and reports of test runs are cut short. */
function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
