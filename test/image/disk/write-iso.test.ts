import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { stageFailed } from '../../../src/base/failure.js';
import { writeIso } from '../../../src/image/disk/write-iso.js';
import { fakeEngine } from '../../helpers/fake-engine.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';

const crash = [
  'Writing completed successfully.',
  'UNIX-SIGNAL:  SIGSEGV  errno= 0',
  'ABORT : Trying to shut down',
];
const fullDisk = ['libburn : SORRY : Write error: No space left on device'];

/** Runs it with an xorriso that fails as it is told, one time after another, and leaves half a file. */
async function written(t: { after(undo: () => void): void }, failures: readonly string[][]) {
  const file = path.join(scratchFolder(t), 'a.iso');
  const found: boolean[] = [];
  const engine = fakeEngine(() => {
    found.push(existsSync(file));
    writeFileSync(file, 'half of it');
    const lastLines = failures[found.length - 1];
    if (lastLines !== undefined) throw stageFailed({ what: 'xorriso', lastLines });
    return '';
  });
  const ran = writeIso({ ...taskContext(), engine }, { args: ['-outdev', file], file, epoch: 0 });
  return {
    found,
    ended: await ran.then(
      () => 'written',
      (error: Error) => error.message,
    ),
  };
}

describe('an ISO', () => {
  it('is written once more, from nothing, after a crash of xorriso', async (t) => {
    assert.deepEqual(await written(t, [crash]), { found: [false, false], ended: 'written' });
  });

  it('is given up after a second crash', async (t) => {
    assert.deepEqual(await written(t, [crash, crash]), { found: [false, false], ended: 'xorriso' });
  });

  it('is given up after any other failure', async (t) => {
    assert.deepEqual(await written(t, [fullDisk]), { found: [false], ended: 'xorriso' });
  });
});
