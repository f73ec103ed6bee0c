import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { systemPath } from '../../../src/engine/find-program.js';
import { createNativeEngine } from '../../../src/engine/native/native.js';
import { validateKickstart } from '../../../src/image/anaconda/validate-kickstart.js';
import { failureOf } from '../../helpers/failure-of.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';

/** A machine on which ksvalidator is this script; null: on which it is not. */
function machineWith(t: { after(undo: () => void): void }, script: string | null) {
  const dir = scratchFolder(t);
  if (script !== null) {
    const program = path.join(dir, 'ksvalidator');
    writeFileSync(program, `#!/bin/sh\n${script}`);
    chmodSync(program, 0o755);
  }
  const log: string[] = [];
  const place = { ...taskContext({ log: (line) => log.push(line) }) };
  place.engine = createNativeEngine({ path: script === null ? [dir] : [dir, ...systemPath] });
  return { place, log };
}

describe('the kickstart file of the medium', () => {
  it('is judged for its release, and what ksvalidator finds stops the build', async (t) => {
    const { place, log } = machineWith(t, 'echo "$@"; echo "line 7: Unknown command: harddrvie"; exit 1\n');
    const failure = await failureOf(validateKickstart(place, '/medium/ks.cfg', 44));
    assert.equal(failure.status, 1);
    assert.match(failure.what, /Fedora 44/);
    assert.equal(failure.where, 'ks.cfg');
    assert.match(failure.lastLines?.join('\n') ?? '', /line 7: Unknown command/);
    assert.equal(log[0], 'ksvalidator: -v F44 /medium/ks.cfg');
  });

  it('passes when ksvalidator is content', async (t) => {
    const { place } = machineWith(t, 'exit 0\n');
    await validateKickstart(place, '/medium/ks.cfg', 44);
  });

  it('is not judged where there is no ksvalidator, and the log says so', async (t) => {
    const { place, log } = machineWith(t, null);
    await validateKickstart(place, '/medium/ks.cfg', 44);
    assert.match(log.join('\n'), /ksvalidator is not on this machine: ks\.cfg was not judged/);
  });
});
