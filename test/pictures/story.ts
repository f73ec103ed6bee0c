import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mergeLayers } from '../../src/config/layers/layers.js';
import type { Project } from '../../src/project/folder/project.js';
import { packageIndexFile } from '../../src/rpm/solve/package-index.js';
import { packageSets } from '../../src/wizard/packages/sets.js';
import { packages } from '../e2e/image-project.js';
import type { Cell } from '../terminal/cells.js';
import type { Terminal } from '../terminal/terminal.js';
import type { Testbed } from '../testbed/index.js';
import { pictureIndex } from './names.js';
import { openStage } from './stage.js';

/** Where the pictures are kept, relative to the repository. */
export const picturesFolder = 'docs/pictures';

/** A moment of the story: the picture's file is `NAME.svg`. */
export interface Picture {
  name: string;
  cells: Cell[][];
}

/** Release that is the current one on the day of the pictures. */
const release = 44;

/** From an empty folder to the review: screens that need no run. */
export async function screenPictures(program: readonly string[]): Promise<Picture[]> {
  const stage = await openStage(program, { repositories: null, prepare: keepNames });
  const { terminal } = stage;
  try {
    const pictures: Picture[] = [];
    const take = async (name: string) => {
      await terminal.quiet(400);
      pictures.push({ name, cells: terminal.cells() });
    };
    // The verdict comes behind the first frame.
    await terminal.until('This machine builds');
    await take('start');
    await keys(terminal, 'n');
    await terminal.until('Fedora release');
    await take('release');
    await keys(terminal, 'enter');
    await terminal.until('in the repositories');
    await keys(terminal, '/', ...'ssh');
    await terminal.until('openssh-server');
    await keys(terminal, 'down', 'down');
    await take('packages');
    await keys(terminal, 'escape');
    await terminal.until('packages named');
    await keys(terminal, 'enter');
    await terminal.until('Disks and memory');
    await keys(terminal, 'down', ...'16G');
    await take('disks');
    await keys(terminal, 'enter');
    await terminal.until('Partition sizes');
    await take('sizes');
    await keys(terminal, 'ctrl-t');
    await terminal.quiet();
    for (let step = 0; step < 3; step += 1) {
      await keys(terminal, 'enter');
      await terminal.quiet();
    }
    await terminal.until(/Review .*7\/7/);
    await take('review');
    return pictures;
  } finally {
    await stage.close();
  }
}

/** A whole run on the test bed: the task tree in its middle, and the result. */
export async function runPictures(program: readonly string[], testbed: Testbed): Promise<Picture[]> {
  const stage = await openStage(program, {
    repositories: testbed.tree,
    prepare: (home) => writeProject(path.join(home, 'robot'), testbed),
  });
  const { terminal } = stage;
  try {
    await terminal.until('Build this image');
    await keys(terminal, 'r');
    await terminal.until(/✔ Settings and overrides[\s\S]*Initramfs/, longRun);
    // Until its program has said something.
    await sleep(5000);
    const tree = { name: 'run', cells: terminal.cells() };
    await terminal.until(/Result/, longRun);
    await terminal.until('sha256', { timeoutMs: 1000 });
    await terminal.quiet(1000);
    return [tree, { name: 'result', cells: terminal.cells() }];
  } finally {
    await stage.close();
  }
}

/** Against hanging. */
const longRun = { timeoutMs: 15 * 60_000 };

async function writeProject(dir: string, testbed: Testbed): Promise<void> {
  const repositories = testbed.repositories.map(({ id, path: below }) => ({
    id,
    baseurl: [`file:///home/fedora/${below}`],
    keys: ['RPM-GPG-KEY'],
  }));
  const document = {
    ...{
      version: 1,
      name: 'robot',
      release: Number(testbed.release),
      repositories,
      engine: { use: 'native' },
    },
    partitions: { sizes: { root: 1024, log: 512, opt: 512, cache: 512, docker: 512 } },
  };
  await cp(testbed.key, path.join(dir, 'RPM-GPG-KEY'));
  await writeFile(path.join(dir, 'tmpfsroot.json'), JSON.stringify(document));
  await writeFile(path.join(dir, 'packages.list'), `${packages.join('\n')}\n`);
}

/** As people press them, one after the other. */
async function keys(terminal: Terminal, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    terminal.press(name);
    await terminal.quiet(60);
  }
}

/** Names of packages in the cache, as if they had been read before. */
async function keepNames(home: string): Promise<void> {
  const { spec } = mergeLayers([{ source: 'default', document: { release } } as never], 'robot', new Date());
  const project: Project = { dir: home, spec, packages: [], findings: [] };
  const file = await packageIndexFile(project, path.join(home, '.cache/tmpfsroot-wizard'));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(pictureIndex(packageSets[0]?.packages ?? [])));
}
