import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';

/** A loop device, which the kernel takes for a built-in disk without a model, and an image that was built. */
export interface LoopDisk {
  dir: string;
  /** `/dev/loop3`. */
  device: string;
  /** `loop3`. */
  name: string;
  /** Path of the image, with SHA256SUMS beside it. */
  image: string;
  /** What the image holds. */
  content: Buffer;
  /** What the disk holds now. */
  bytes(): Buffer;
}

export const imageBytes = 9 * 2 ** 20 + 2048;
export const diskMiB = 32;

/** Makes them; they are gone when the test is over. */
export function loopDisk(t: Parameters<typeof scratchFolder>[0]): LoopDisk {
  const dir = scratchFolder(t);
  const file = path.join(dir, 'disk.img');
  writeFileSync(file, randomBytes(2 ** 20));
  truncateSync(file, diskMiB * 2 ** 20);
  const device = mustRun('losetup', ['-f', '--show', file]).trim();
  t.after(() => void mustRun('losetup', ['-d', device]));
  const content = randomBytes(imageBytes);
  const image = path.join(dir, 'output/robot-installer.iso');
  mkdirSync(path.dirname(image));
  writeFileSync(image, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  writeFileSync(path.join(dir, 'output/SHA256SUMS'), `${sha256}  robot-installer.iso\n`);
  return { dir, device, name: path.basename(device), image, content, bytes: () => readFileSync(file) };
}
