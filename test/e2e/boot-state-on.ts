import assert from 'node:assert/strict';
import type { BootState } from '../../src/slots/boot-state.js';
import { newestOf } from '../../src/slots/copies.js';
import { copyPaths, parseBlock } from '../../src/slots/environment-block.js';
import { mustRun } from '../helpers/run-program.js';
import { partitionOf } from './device.js';

/** Label of the first ESP. */
export const esp = 'EFI System Partition';

/** The first ESP of a disk image, as the mtools name it. */
export function espImage(disk: string): string {
  return `${disk}@@${partitionOf(disk, esp).start}`;
}

/** What both copies of the boot state on a disk image must say. */
export function stateOn(disk: string): BootState {
  const [first = null, second = null] = copyPaths.map((file) =>
    parseBlock(mustRun('mtype', ['-i', espImage(disk), `::/${file}`])),
  );
  assert.deepEqual(first?.state, second?.state);
  assert.equal(newestOf([first, second]), 0);
  assert.ok(first);
  return first.state;
}
