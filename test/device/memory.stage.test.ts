import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { describe, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { systemMemoryMiB } from '../../src/config/device-memory.js';
import { mustRun } from '../helpers/run-program.js';
import { newFolder } from '../helpers/scratch.js';

interface Given {
  /** NaN where the kernel does not say it. */
  memoryMiB: number;
  /** MiB by mount point. */
  mounts: Readonly<Record<string, number>>;
  fstab?: string;
  /** Bytes in /tmp. */
  fill?: number;
}

const script = 'src/device/root/usr/lib/tmpfsroot/memory';

/** MiB by mount point, afterwards. */
function limit({ memoryMiB, mounts, fstab = '', fill }: Given): Record<string, number> {
  const dir = newFolder('tfr-memory-');
  const env = {
    ...{ LAB: dir, DEVICE: packageFile('src/device'), MEMTOTAL: String(memoryMiB * 1024), FSTAB: fstab },
    MOUNTS: Object.entries(mounts)
      .map(([point, size]) => `${point} ${size}m\n`)
      .join(''),
    ...(fill === undefined ? {} : { FILL: String(fill) }),
  };
  try {
    const text = mustRun('unshare', ['-m', 'sh', packageFile('test/device/memory-lab.sh')], { env });
    const rows = text
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
    for (const [point, options] of rows) assert.match(options ?? '', /nosuid/, point);
    return Object.fromEntries(
      rows.map(([point = '', options = '']) => [point, Number(/size=(\d+)k/.exec(options)?.[1]) / 1024]),
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** As systemd makes them on a device with so much memory, and what holds as much as a root. */
const usual = (memoryMiB: number, rootMiB: number) => ({
  '/srv': rootMiB,
  '/tmp': memoryMiB / 2,
  '/dev/shm': memoryMiB / 2,
  '/run': memoryMiB / 4,
});

describe('file systems in memory that the system makes for itself', () => {
  for (const [memoryMiB, rootMiB, each] of [
    [4096, 1536, 576],
    [2048, 1200, 148],
    [768, 400, 32],
  ] as const) {
    test(`of ${memoryMiB} MiB with a root of ${rootMiB} each gets ${each} MiB at most`, () => {
      const after = limit({ memoryMiB, mounts: usual(memoryMiB, rootMiB) });
      assert.deepEqual(after, { '/srv': rootMiB, '/tmp': each, '/dev/shm': each, '/run': each });
      const all = Object.values(after).reduce<number>((sum, size) => sum + size, 0);
      assert.ok(all + systemMemoryMiB < memoryMiB || each === 32, 'all together fill the memory');
    });
  }

  test('what stands in for a data partition counts too', () => {
    const after = limit({ memoryMiB: 2048, mounts: { ...usual(2048, 1200), '/var/log': 64, '/opt': 16 } });
    assert.deepEqual([after['/tmp'], after['/var/log'], after['/opt']], [128, 64, 16]);
  });

  test('none grows', () => {
    const after = limit({ memoryMiB: 4096, mounts: { ...usual(4096, 1536), '/run': 100 } });
    assert.equal(after['/run'], 100);
  });

  test('one that stands in fstab stays as it is there', () => {
    const fstab = '# tmpfs /dev/shm\ntmpfs\t/tmp  tmpfs size=50% 0 0\n';
    const after = limit({ memoryMiB: 2048, mounts: usual(2048, 1200), fstab });
    assert.deepEqual([after['/tmp'], after['/dev/shm']], [1024, 148]);
  });

  test('where /tmp is a folder of the root, the limit of the root is its limit', () => {
    const after = limit({ memoryMiB: 2048, mounts: { '/srv': 1200, '/dev/shm': 1024 } });
    assert.deepEqual(after, { '/srv': 1200, '/dev/shm': 148 });
  });

  test('one that holds more already keeps its size, and the others get their limit', () => {
    const after = limit({ memoryMiB: 768, mounts: usual(768, 400), fill: 40 * 1024 * 1024 });
    assert.deepEqual([after['/tmp'], after['/dev/shm']], [384, 32]);
  });

  test('where the kernel does not say how much memory there is, all keep their size', () => {
    const mounts = usual(768, 400);
    assert.deepEqual(limit({ memoryMiB: Number.NaN, mounts }), mounts);
  });

  test('what the system takes is the figure of the build', () => {
    const text = readFileSync(packageFile(script), 'utf8');
    assert.equal(Number(/^system_kib=(\d+)$/m.exec(text)?.[1]), systemMemoryMiB * 1024);
  });
});
