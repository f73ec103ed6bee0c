import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cliProject, linkCache, temporaryBelow } from '../../cli/cli-project.js';
import { mountsBelow, stillAlive } from '../../cli/processes.js';
import { packages } from '../../e2e/image-project.js';
import type { Terminal } from '../../terminal/terminal.js';
import { serveTestbed } from '../../testbed/index.js';
import { assertGivenBack, openWizard, titles, untilGone, walkTo } from './open-wizard.js';

const patient = { timeoutMs: 300_000 };

/** The start screen has asked the engines, which are programs too. */
const verdict = /This machine (builds|cannot build)/;

/** Ctrl-C when the tree says so: the result screen comes back, and nothing goes on. */
async function interruptAt(terminal: Terminal, moment: RegExp): Promise<void> {
  await terminal.until(moment, patient);
  const running = terminal.processes();
  terminal.press('ctrl-c');
  const text = await terminal.until(/Interrupted in the stage \S/);
  assert.match(text, /`r` goes on with the rest/);
  assert.ok(terminal.alternateScreen());
  const alive = stillAlive(running);
  assert.ok(alive.length === 1 && alive[0]?.includes('cli.js'), alive.join('\n'));
}

describe('Ctrl-C in a run', () => {
  it('while names and packages are fetched, and `r` goes on', async (t) => {
    const { testbed } = await cliProject(t);
    const server = await serveTestbed(testbed, { faults: [{ path: /repodata\/./, bandwidth: 20_000 }] });
    t.after(() => server.close());
    const project = await cliProject(t, { lines: ['bash'], repositories: server.repositories });
    const terminal = openWizard(t, { dir: project.dir, network: true });
    await terminal.until('rpms.lock: missing');
    await terminal.until(verdict, patient);
    terminal.press('r');
    await interruptAt(terminal, /Resolve packages: .* of /);
    server.setFaults([{ path: /\.rpm$/, bandwidth: 20_000 }]);
    await project.write('packages.list', `${packages.join('\n')}\n`);
    terminal.press('r');
    await interruptAt(terminal, /^. Packages: .*[1-9].* of /m);
    terminal.press('q');
    assert.equal(await terminal.exit(), 0);
    await assertGivenBack(terminal);
  });

  it('while the ISO is written, in dracut and in the root tree, and `r` goes on; twice leaves at once with 130', async (t) => {
    const project = await cliProject(t);
    await project.edit({ outputs: ['iso'] });
    await linkCache(project, 'packages', 'metadata', 'stages');
    const terminal = openWizard(t, { dir: project.dir });
    await terminal.until(/● small-installer\.iso +to build/);
    await terminal.until(verdict, patient);
    terminal.press('r');
    await interruptAt(terminal, /Installer ISO: writing/);
    assert.deepEqual(temporaryBelow(`${project.dir}/output`), []);
    terminal.press('r');
    assert.match(await terminal.until('Built.', patient), /Slot image: unchanged/);
    await project.write('root.override/etc/note', 'so that there is something to do\n');
    terminal.press('r');
    await interruptAt(terminal, /Initramfs: making the initramfs/);
    await project.write('packages.list', packages.filter((name) => name !== 'less').join('\n'));
    terminal.press('r');
    await interruptAt(terminal, /Root tree: .*\d+ of \d+/);
    assert.deepEqual(mountsBelow(project.scratch), []);
    terminal.press('r');
    await terminal.until(/Root tree: .*\d+ of \d+/, patient);
    const running = terminal.processes();
    terminal.burst('ctrl-c', 'ctrl-c');
    assert.equal(await terminal.exit(), 130);
    await assertGivenBack(terminal);
    await untilGone(running);
    assert.deepEqual(mountsBelow(project.scratch), []);
  });
});

describe('Ctrl-C on a screen', () => {
  it('asks where something was chosen; Escape stays, Ctrl-C once more leaves with 130', async (t) => {
    const terminal = openWizard(t);
    await terminal.until('q quit');
    terminal.press('n');
    for (const title of titles) {
      await walkTo(terminal, title);
      terminal.press('ctrl-c');
      await terminal.until('Leave the wizard?');
      if (title === 'Review') break;
      terminal.press('escape');
      await terminal.until(
        (lines) => !lines.includes('Leave the wizard?') && (lines[0] ?? '').includes(title),
      );
    }
    const running = terminal.processes();
    terminal.press('ctrl-c');
    assert.equal(await terminal.exit(), 130);
    await assertGivenBack(terminal);
    await untilGone(running);
  });
});
