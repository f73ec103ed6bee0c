import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { scratchFolder } from '../helpers/scratch.js';
import { openTerminal, type Terminal } from '../terminal/terminal.js';

const slowRun = fileURLToPath(new URL('./programs/slow-run.js', import.meta.url));
const st = '\x1b\\';
const shown = `\x1b]2;tmpfsroot: 2/2 Slot image${st}`;
const half = `\x1b]9;4;1;50${st}`;
const [restored, cleared] = ['\x1b[23;0t', `\x1b]9;4;0;0${st}`];

function open(t: TestContext, way: string, env: Record<string, string> = { VTE_VERSION: '8203' }): Terminal {
  const words = `${process.execPath} ${slowRun} ${way}`;
  const script = 'WORDS="$*" PS1="prompt> " exec bash --norc --noprofile -i';
  const terminal = openTerminal({
    program: 'sh',
    args: ['-c', script, 'sh', words],
    cwd: scratchFolder(t),
    env,
  });
  t.after(() => terminal.close());
  return terminal;
}

async function begin(terminal: Terminal): Promise<void> {
  await terminal.until('prompt>');
  terminal.send('$WORDS\r');
  await untilWritten(terminal, shown);
}

async function untilWritten(terminal: Terminal, ...parts: string[]): Promise<void> {
  await terminal.until(() => parts.every((part) => terminal.output().includes(part)));
}

describe('title and tab of a terminal during a run', () => {
  it('say which task is at work, and are as before at the end', async (t) => {
    const terminal = open(t, 'done');
    await begin(terminal);
    await untilWritten(terminal, half, restored, cleared);
    const output = terminal.output();
    assert.ok(output.indexOf('\x1b[22;0t') < output.indexOf(`\x1b]2;tmpfsroot: 1/2 Packages${st}`));
    assert.ok(output.lastIndexOf(restored) > output.lastIndexOf('\x1b]2;'));
    assert.equal(output.split('\x1b[22;0t').length, output.split(restored).length);
  });

  it('are as before while the program is suspended, and say it again afterwards', async (t) => {
    const terminal = open(t, 'wait');
    await begin(terminal);
    terminal.mark();
    terminal.press('ctrl-z');
    await terminal.until('Stopped');
    await untilWritten(terminal, restored, cleared, '\x1b[?25h');
    terminal.mark();
    terminal.send('fg\r');
    await untilWritten(terminal, '\x1b[22;0t', shown, half);
    terminal.mark();
    terminal.press('ctrl-c');
    await untilWritten(terminal, restored, cleared);
  });

  for (const [how, way, end] of [
    ['fails', 'fail', () => {}],
    ['crashes', 'crash', () => {}],
    ['is terminated', 'wait', (terminal: Terminal) => terminateNode(terminal)],
  ] as const) {
    it(`are as before when the run ${how}`, async (t) => {
      const terminal = open(t, way);
      await begin(terminal);
      end(terminal);
      await untilWritten(terminal, restored, cleared);
      const output = terminal.output();
      assert.equal(output.includes(`\x1b]9;4;2;50${st}`), way === 'fail');
      assert.ok(output.lastIndexOf(cleared) > output.lastIndexOf('\x1b]9;4;1'));
      assert.ok(output.lastIndexOf(cleared) > output.lastIndexOf('\x1b]9;4;2'));
    });
  }

  for (const env of [{}, { VTE_VERSION: '8203', CI: '1' }, { VTE_VERSION: '8203', TERM: 'dumb' }]) {
    it(`are left alone with ${JSON.stringify(env)}`, async (t) => {
      const terminal = open(t, 'done', env as Record<string, string>);
      await terminal.until('prompt>');
      terminal.send('$WORDS\r');
      await terminal.until(/✔ Slot image/);
      await terminal.quiet();
      assert.doesNotMatch(terminal.output(), /\x1b\]|\x1b\[2[23];0t/);
    });
  }
});

function terminateNode(terminal: Terminal): void {
  // The shell's child.
  const [shell] = terminal.processes();
  const node = terminal.processes().find(({ parent }) => parent === shell?.pid);
  assert.ok(node !== undefined);
  process.kill(node.pid, 'SIGTERM');
}
