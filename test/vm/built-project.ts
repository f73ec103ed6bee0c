import type { TestContext } from 'node:test';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

export const kept = { iso: false, network: false, snapshot: false };

export function record(sha256 = 'aa') {
  return {
    name: 'box',
    artefacts: [
      { kind: 'iso', file: 'box-installer.iso', size: 1, sha256: 'cc' },
      { kind: 'raw', file: 'box.raw', size: 1, sha256 },
    ],
    plan: { disks: [{ device: 'sda', main: true, sectorSize: 4096, sizeMiB: 64 }] },
    memoryMiB: 512,
    unattended: false,
  };
}

/** A project's folder in which `box` was built. */
export function builtProject(t: TestContext): string {
  const dir = scratchFolder(t);
  writeTree(dir, {
    'output/build.json': JSON.stringify(record()),
    'output/box.raw': '\0'.repeat(1 << 20),
    'output/box-installer.iso': 'iso',
  });
  return dir;
}
