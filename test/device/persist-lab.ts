import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import { mustRun, runProgram } from '../helpers/run-program.js';

/** A file system for /persist in a file. */
export function makePersist(dir: string, name = 'persist.img'): string {
  const image = path.join(dir, name);
  mustRun('truncate', ['-s', '16M', image]);
  mustRun('mkfs.ext4', ['-q', '-F', image]);
  return image;
}

export interface PersistRun {
  dir: string;
  image: string;
  shell: string;
  /** sh with the functions of persist-lab.sh. */
  steps: string;
  /** Folder for the states that a power cut leaves, one file for each write. */
  cuts?: string;
}

/** What the lab printed. */
export function runPersist({ dir, image, shell, steps, cuts = '' }: PersistRun): string {
  const lab = path.join(dir, 'lab');
  rmSync(lab, { recursive: true, force: true });
  mkdirSync(lab);
  const { status, stdout, stderr } = runProgram(
    'unshare',
    ['-m', 'sh', packageFile('test/device/persist-lab.sh')],
    {
      env: {
        ...{ IMAGE: image, LAB: lab, DEVICE: packageFile('src/device/root'), CUTS: cuts },
        ...{ SHELL_UNDER_TEST: shell, STEPS: steps },
      },
    },
  );
  if (status !== 0) throw new Error(`the lab ended with status ${status}:\n${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}
