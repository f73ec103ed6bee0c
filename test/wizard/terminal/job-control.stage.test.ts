import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Terminal } from '../../terminal/terminal.js';
import { openWizard, walkTo } from './open-wizard.js';

/** A shell with job control, in which the wizard was started. */
async function openInShell(t: { after(undo: () => unknown): void }): Promise<Terminal> {
  const terminal = openWizard(t, { shell: 'WIZARD="$*" PS1="prompt> " exec bash --norc --noprofile -i' });
  await terminal.until('prompt>');
  typeLine(terminal, '$WIZARD');
  await terminal.until('q quit');
  return terminal;
}

function typeLine(terminal: Terminal, line: string): void {
  terminal.burst(...line, 'enter');
}

/** The shell has the terminal, as it was before. */
async function assertShell(terminal: Terminal): Promise<void> {
  await terminal.until(/^prompt>/m);
  assert.equal(terminal.alternateScreen(), false);
  assert.equal(terminal.cursorVisible(), true);
  typeLine(terminal, 'stty -a | grep -ow -- "-\\?icanon"');
  await terminal.until(/^icanon/m);
}

describe('job control', () => {
  it('Ctrl-Z gives the terminal to the shell, fg comes back to the same screen, and keys work', async (t) => {
    const terminal = await openInShell(t);
    terminal.press('n');
    await walkTo(terminal, 'System');
    terminal.burst('ctrl-u', ...'pump');
    await terminal.until(/Name of the image +pump/);
    terminal.press('ctrl-z');
    await terminal.until('Stopped');
    await assertShell(terminal);
    typeLine(terminal, 'fg');
    await terminal.until(/Name of the image +pump/);
    assert.equal(terminal.alternateScreen(), true);
    terminal.burst(...'house');
    await terminal.until(/Name of the image +pumphouse/);
  });

  for (const signal of ['SIGTSTP', 'SIGSTOP'] as const) {
    it(`${signal} from outside and fg: the screen is drawn again, and keys are read one by one`, async (t) => {
      const terminal = await openInShell(t);
      // The shell's child.
      const [shell] = terminal.processes();
      const wizard = terminal.processes().find(({ parent }) => parent === shell?.pid);
      assert.ok(wizard !== undefined);
      process.kill(wizard.pid, signal);
      await terminal.until('Stopped');
      typeLine(terminal, 'fg');
      await terminal.until('q quit');
      terminal.press('n');
      await terminal.until('1/7');
    });
  }

  it('without a shell that could continue it, Ctrl-Z changes nothing', async (t) => {
    const terminal = openWizard(t);
    await terminal.until('q quit');
    terminal.press('ctrl-z');
    terminal.press('n');
    await terminal.until('1/7');
  });
});
