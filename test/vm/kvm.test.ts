import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { stageFailed } from '../../src/base/failure.js';
import type { ConversationCommand, Engine, Finished } from '../../src/engine/engine.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { probeKvm } from '../../src/vm/kvm.js';
import { scratchFolder } from '../helpers/scratch.js';

/** An engine whose QEMU does as `behave` says when the probe's guest is started. */
function engineWhoseGuest(behave: (killed: Promise<void>) => Promise<Finished>): Engine & { starts: number } {
  const engine = {
    ...createNativeEngine(),
    starts: 0,
    async start(_command: ConversationCommand) {
      engine.starts += 1;
      let kill = () => {};
      const killed = new Promise<void>((resolve) => {
        kill = resolve;
      });
      return {
        finished: behave(killed),
        write() {},
        closeInput() {},
        async kill() {
          kill();
        },
      };
    },
  };
  return engine;
}

const ended = (status: number): Finished => ({ status, stdout: '', lastLines: [] });

const hasDevice = existsSync('/dev/kvm');

test('a guest that reaches its end means that KVM works, and the verdict is kept', async (t) => {
  const cacheDir = scratchFolder(t);
  const engine = engineWhoseGuest(async () => ended(33));
  const verdict = await probeKvm({ engine, cacheDir });
  assert.equal(verdict.works, hasDevice);
  assert.deepEqual(await probeKvm({ engine, cacheDir }), verdict);
  assert.equal(engine.starts, hasDevice ? 1 : 0);
});

test('a guest that hangs is killed at the limit, and KVM does not count as working', async (t) => {
  const engine = engineWhoseGuest(async (killed) => {
    await killed;
    throw stageFailed({ what: 'killed' });
  });
  const verdict = await probeKvm({ engine, cacheDir: scratchFolder(t), limitMs: 20 });
  assert.equal(verdict.works, false);
  assert.match(verdict.why, hasDevice ? /hangs/ : /no \/dev\/kvm/);
});

test('a verdict of an earlier start of this machine is not believed, nor a damaged one', async (t) => {
  const cacheDir = scratchFolder(t);
  const engine = engineWhoseGuest(async () => {
    throw stageFailed({ what: 'x', lastLines: ['could not access KVM'] });
  });
  for (const text of ['{"bootId":"earlier","works":true,"why":""}', 'garbage']) {
    writeFileSync(path.join(cacheDir, 'kvm.json'), text);
    assert.equal((await probeKvm({ engine, cacheDir })).works, false);
  }
});
