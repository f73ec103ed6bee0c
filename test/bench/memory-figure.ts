import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeImageProject } from '../e2e/image-project.js';
import type { Testbed } from '../testbed/index.js';
import type { Bench } from './bench.js';
import { benchFolder, ours, oursWithMemory, removeFolder } from './program.js';
import { type Figure, megabytes, seconds } from './table.js';
import { timed } from './timing.js';

const limitMegabytes = 150;
const mebibyte = 2 ** 20;
const large = { mebibytesEach: 4, rootMiB: 3072 };

/** Peak memory of our own process in a whole build of a small and of a large image. */
export async function memoryFigures({ testbed, log, isSmoke }: Bench): Promise<Figure[]> {
  const files = 512;
  const small = await peakOf('small', testbed, async () => {});
  log(`  small: ${megabytes(small.peakBytes)}, ${seconds(small.seconds)}`);
  const figure = (name: string, bytes: number): Figure => ({
    name,
    ours: megabytes(bytes),
    reference: '',
    value: bytes / 1e6,
    limit: limitMegabytes,
    unit: 'MB',
  });
  const smallFigure = figure('peak memory of our process, small image', small.peakBytes);
  if (isSmoke) return [smallFigure];
  const big = await peakOf('large', testbed, (project) => enlarge(project, files));
  log(`  large: ${megabytes(big.peakBytes)}, ${seconds(big.seconds)}`);
  return [
    smallFigure,
    figure(`– the same, with ${files * large.mebibytesEach} MiB of files more`, big.peakBytes),
  ];
}

async function peakOf(name: string, testbed: Testbed, change: (project: string) => Promise<void>) {
  const dir = path.join(benchFolder, 'memory', name);
  await removeFolder(dir);
  const project = path.join(dir, 'project');
  await writeImageProject(project, testbed, { name: 'bench' });
  await change(project);
  const options = { project, cache: path.join(dir, 'cache') };
  await timed(ours(['lock'], options));
  const result = await oursWithMemory(['build'], options);
  await removeFolder(dir);
  return result;
}

async function enlarge(project: string, files: number): Promise<void> {
  const file = path.join(project, 'tmpfsroot.json');
  const spec = JSON.parse(await readFile(file, 'utf8'));
  spec.partitions.sizes.root = large.rootMiB;
  spec.device.memoryMiB = 8192;
  await writeFile(file, JSON.stringify(spec));
  const folder = path.join(project, 'root.override/usr/local/share/bench');
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < files; index += 1) {
    // The same MiB again and again within a file: what is measured is not a compressor.
    const part = randomBytes(mebibyte);
    const handle = await open(path.join(folder, `file-${index}`), 'w');
    for (let at = 0; at < large.mebibytesEach; at += 1) await handle.write(part);
    await handle.close();
  }
}
