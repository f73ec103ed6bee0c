import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import type { SlotFormat } from '../../src/image/slot/slot-format.js';
import { mustRun } from '../helpers/run-program.js';
import { makeSmallSlot } from '../helpers/small-root.js';
import type { Bench } from './bench.js';
import { benchFolder, removeFolder } from './program.js';
import { comparedSeconds, type Figure, megabytes } from './table.js';

const kibibyte = 1024;
const limits = { ratio: 0.35, memoryMiB: 64 };
/** MiB of files of this machine that a root holds. */
const sizes = { whole: [150, 1024], smoke: [8] };
/** MB/s of the device; 0 is as fast as this machine is. */
const speeds = { whole: [40, 100, 250, 0], smoke: [0] };
const processors = { whole: ['0,1', '0'], smoke: ['0'] };
const inOwnSpaces = ['--mount', '--pid', '--fork', '--mount-proc'];
const formats: readonly SlotFormat[] = ['files', 'squashfs'];

/** What one start from a slot took until the root was in memory and checked. */
interface Start {
  seconds: number;
  /** Read from the device. */
  bytes: number;
  /** Memory of the programs that fill the root, at most; 0 where nobody looked. */
  peakBytes: number;
}

/**
 * The initramfs's own scripts fill a root in memory from a slot, on this machine and from a device of several speeds:
 * from a compressed image, beside the plain files of the same root.
 */
export async function bootFigures({ log, isSmoke }: Bench): Promise<Figure[]> {
  const scope = isSmoke ? 'smoke' : 'whole';
  const rounds = isSmoke ? 1 : 3;
  const figures: Figure[] = [];
  for (const size of sizes[scope]) {
    const dir = path.join(benchFolder, 'boot', String(size));
    await removeFolder(dir);
    log(`  slots with ${size} MiB more`);
    const slots: Partial<Record<SlotFormat, string>> = {};
    for (const format of formats)
      slots[format] = await makeSmallSlot({ format, dir: path.join(dir, format), moreMiB: size });
    for (const speed of speeds[scope]) {
      for (const cpus of processors[scope]) {
        const taken: Record<SlotFormat, Start[]> = { files: [], squashfs: [] };
        for (let round = 0; round < rounds; round += 1) {
          for (const format of formats) taken[format].push(start(slots[format] as string, speed, cpus));
        }
        const name = `root of ${size} MiB, ${speed === 0 ? 'disk unthrottled' : `disk of ${speed} MB/s`}, ${cpus.length === 1 ? 'one processor' : 'two processors'}`;
        figures.push(timeFigure(name, taken.squashfs, taken.files));
        log(`  ${name}: ${figures.at(-1)?.ours}, ${figures.at(-1)?.reference}`);
        if (speed === 0 && cpus === processors[scope][0]) {
          const watched = start(slots.squashfs as string, speed, cpus, 'yes');
          figures.push(...sizeFigures(watched, taken.files[0] as Start));
        }
      }
    }
    await removeFolder(dir);
  }
  return figures;
}

function start(slot: string, speed: number, cpus: string, memory: 'yes' | 'no' = 'no'): Start {
  const told = mustRun('unshare', [...inOwnSpaces, 'sh', packageFile('test/bench/boot-lab.sh')], {
    env: {
      ...(process.env as Record<string, string>),
      ...{ SLOT: slot, BYTES: String(speed * 1e6), PROCESSORS: cpus, MEMORY: memory },
      SCRIPTS: packageFile('src/device/dracut/90tmpfsroot'),
    },
  });
  const number = (word: string) => Number(new RegExp(`^${word}: (\\d+)`, 'm').exec(told)?.[1]);
  return {
    seconds: number('milliseconds') / 1000,
    bytes: number('read') * kibibyte,
    peakBytes: number('most') * kibibyte,
  };
}

function timeFigure(name: string, own: readonly Start[], reference: readonly Start[]): Figure {
  const secondsOf = (starts: readonly Start[]) => starts.map((one) => one.seconds);
  return comparedSeconds(`${name}: compressed / files`, secondsOf(own), secondsOf(reference), limits.ratio);
}

function sizeFigures({ bytes, peakBytes: peak }: Start, reference: Start): Figure[] {
  return [
    {
      name: '– read from the disk',
      ours: megabytes(bytes),
      reference: megabytes(reference.bytes),
      value: bytes / reference.bytes,
      limit: null,
    },
    {
      name: '– memory beside the root',
      ours: megabytes(peak),
      reference: '',
      value: peak / 2 ** 20,
      limit: limits.memoryMiB,
      unit: 'MiB',
    },
  ];
}
