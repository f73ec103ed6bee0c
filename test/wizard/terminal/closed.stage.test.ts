import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessEntry } from '../../../src/engine/process-tree.js';
import { cliProject, linkCache } from '../../cli/cli-project.js';
import { mountsBelow } from '../../cli/processes.js';
import type { Terminal } from '../../terminal/terminal.js';
import {
  assertGivenBack,
  emptyFolder,
  focusOn,
  openWizard,
  untilGone,
  walkTo,
  wizardFolder,
} from './open-wizard.js';

const password = 'correct horse battery';

/** Chooses a name, types a password unseen and half a size, and is in the middle of that. */
async function chooseThings(terminal: Terminal): Promise<void> {
  await terminal.until('q quit');
  terminal.press('n');
  await walkTo(terminal, 'System');
  terminal.burst('ctrl-u', ...'pump');
  await focusOn(terminal, 'Root password');
  terminal.send(password);
  await terminal.until(/Root password +(?:▲ )?[•*]{5,}/);
  terminal.press('tab');
  await terminal.until(/Root password +(set|hash|kept|[•*]+)/);
  terminal.press('escape');
  await terminal.until('4/7');
  terminal.burst('down', ...'12');
  terminal.send('x');
  await terminal.until(/root A, B +12x/);
}

/** The next wizard in that folder offers to go on, and shows what was chosen. */
async function assertKept(t: Parameters<typeof openWizard>[0], dir: string, home: string): Promise<void> {
  const terminal = openWizard(t, { dir, home });
  await terminal.until(/Continue +\S+, left \d{4}-/);
  terminal.press('enter');
  await terminal.until('You are back where you left off.');
  assert.match(await terminal.until('4/7'), /root A, B +12x/);
  assert.match(terminal.screen()[0] ?? '', / pump +4\/7$/);
  await terminal.close();
}

/** Every file below a folder whose name ends so, as text. */
function textsBelow(dir: string, ending = ''): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'));
}

describe('a wizard that loses its terminal', () => {
  const ways: readonly [string, (terminal: Terminal) => void][] = [
    ['its window is closed', (terminal) => terminal.hangUp()],
    ['SIGTERM', (terminal) => terminal.kill('SIGTERM')],
    [
      'SIGTERM twice, as npx passes it on',
      (terminal) => {
        terminal.kill('SIGTERM');
        setTimeout(() => terminal.kill('SIGTERM'), 3);
      },
    ],
    ['SIGKILL, 300 ms after the last key', (terminal) => terminal.kill('SIGKILL')],
  ];
  for (const [what, end] of ways) {
    it(`${what}: no process stays, the next start goes on with all of it, and no password is in any file`, async (t) => {
      const [dir, home] = [emptyFolder(t), wizardFolder(t)];
      const terminal = openWizard(t, { dir, home });
      await chooseThings(terminal);
      const running = terminal.processes();
      if (what.startsWith('SIGKILL')) await untilDraft(home, '12x');
      end(terminal);
      await untilGone(running.filter(({ pid }) => pid !== running[0]?.parent));
      // Node takes its handlers down a moment before it ends: on a loaded machine the second signal may come after that.
      if (what.startsWith('SIGTERM')) assert.equal(await terminal.exit(), 143);
      const texts = textsBelow(home);
      assert.ok(texts.length > 0);
      assert.ok(!texts.some((text) => text.includes(password)), 'the password is in a file');
      await assertKept(t, dir, home);
    });
  }

  it('during a run, by a window that is closed and by SIGTERM: no process and no mount stays', async (t) => {
    const project = await cliProject(t);
    await project.edit({ outputs: ['iso'] });
    await linkCache(project, 'packages', 'metadata', 'stages');
    await project.write('root.override/etc/note', 'so that there is something to do\n');
    for (const [what, end] of ways.slice(0, 2)) {
      const terminal = openWizard(t, { dir: project.dir });
      await terminal.until(/● small-installer\.iso +to build/);
      terminal.press('r');
      await terminal.until(/Initramfs: making the initramfs/, { timeoutMs: 300_000 });
      const running = await untilAtWork(terminal);
      end(terminal);
      await untilGone(running.filter(({ pid }) => pid !== running[0]?.parent));
      assert.deepEqual(mountsBelow(project.scratch), []);
      if (what !== 'SIGTERM') continue;
      assert.equal(await terminal.exit(), 143);
      await assertGivenBack(terminal);
    }
  });
});

/** Waits until programs of a stage run: the screen names them a moment before. Answers all processes. */
async function untilAtWork(terminal: Terminal): Promise<ProcessEntry[]> {
  for (const startedAt = performance.now(); performance.now() - startedAt < 60_000; await sleep(20)) {
    const running = terminal.processes();
    if (running.length > 2) return running;
  }
  throw new Error('No program of the stage was started.');
}

/** Waits until the draft says so: it is written a moment after the last key. */
async function untilDraft(home: string, text: string): Promise<void> {
  const drafts = path.join(home, '.local/state/tmpfsroot-wizard/drafts');
  const startedAt = performance.now();
  for (;;) {
    try {
      // A temporary file says it before it counts.
      if (textsBelow(drafts, '.json').some((one) => one.includes(text))) return;
    } catch {
      // The folder is not there yet, or a file was renamed just now.
    }
    if (performance.now() - startedAt > 20_000) throw new Error('The draft was not written.');
    await sleep(20);
  }
}
