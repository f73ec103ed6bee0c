import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from '../../terminal/terminal.js';
import { cellOf, clickBytes, wheelBytes } from '../mouse.js';
import { assertGivenBack, openWizard, pointedAt, walkTo } from './open-wizard.js';

const modes = ['?1000', '?1006'];

function click(terminal: Terminal, part: string | RegExp): void {
  terminal.send(clickBytes(cellOf(terminal.screen(), part)));
}

function takesMouse(terminal: Terminal): boolean {
  return modes.every((mode) => terminal.leftOn().includes(mode));
}

describe('the mouse in a real terminal', () => {
  for (const [columns, rows] of [
    [80, 24],
    [60, 15],
    [36, 12],
  ] as const) {
    it(`clicks on rows and keys, and the wheel, at ${columns}x${rows}`, async (t) => {
      const terminal = openWizard(t, { columns, rows });
      await terminal.until('q quit');
      assert.ok(takesMouse(terminal));
      const before = pointedAt(terminal);
      // No further than that the row above stays in a low window.
      terminal.send(wheelBytes(1));
      await terminal.until(() => pointedAt(terminal) !== before);
      click(terminal, 'New image');
      await terminal.until(() => pointedAt(terminal) === 'New image');
      click(terminal, 'New image');
      await terminal.until('1/7');
      click(terminal, 'Enter next');
      await terminal.until('2/7');
      click(terminal, '? help');
      await terminal.until('Esc close');
      terminal.mark();
      terminal.send(wheelBytes(3));
      await terminal.until(() => terminal.output() !== '');
      click(terminal, 'Esc close');
      await terminal.until(/2\/7[\s\S]*Enter next/);
      terminal.burst('ctrl-c', 'ctrl-c');
      assert.equal(await terminal.exit(), 130);
      await assertGivenBack(terminal);
    });
  }

  it('types nothing into a field, however slowly its reports come, and between them each key counts', async (t) => {
    const terminal = openWizard(t);
    await terminal.until('q quit');
    terminal.press('n');
    await walkTo(terminal, 'System');
    terminal.burst('ctrl-u', ...'pump');
    await terminal.until(/Name of the image +pump/);
    const at = cellOf(terminal.screen(), /pump/);
    for (const pause of [0, 60]) {
      // Behind its first two bytes it can be no key.
      for (const part of clickBytes(at).split(/(?<=\x1b\[<)|(?<=[\d;])/)) {
        terminal.send(part);
        await sleep(pause);
      }
      terminal.send(`${clickBytes(at)}x`);
    }
    terminal.send('x');
    await terminal.until(/Name of the image +pumpxxx/);
    await terminal.quiet();
    assert.match(terminal.screen().join('\n'), /Name of the image +pumpxxx\s/);
  });

  it('is the terminal’s again while the wizard is suspended, and after its end by a signal', async (t) => {
    const terminal = openWizard(t, {
      shell: 'WIZARD="$*" PS1="prompt> " exec bash --norc --noprofile -i',
    });
    await terminal.until('prompt>');
    terminal.burst(...'$WIZARD', 'enter');
    await terminal.until('q quit');
    assert.ok(takesMouse(terminal));
    terminal.press('ctrl-z');
    await terminal.until('Stopped');
    assert.ok(!modes.some((mode) => terminal.leftOn().includes(mode)));
    terminal.burst(...'fg', 'enter');
    await terminal.until('q quit');
    assert.ok(takesMouse(terminal));
    const [shell] = terminal.processes();
    const wizard = terminal.processes().find(({ parent }) => parent === shell?.pid);
    assert.ok(wizard !== undefined);
    process.kill(wizard.pid, 'SIGTERM');
    await terminal.until(/prompt> $|prompt>$/m);
    await terminal.quiet();
    assert.ok(!modes.some((mode) => terminal.leftOn().includes(mode)));
  });

  for (const [how, options] of [
    ['by the flag', { args: ['--no-mouse'] }],
    ['by the variable', { env: { NO_MOUSE: '1' } }],
    ['on a terminal without one', { env: { TERM: 'linux' } }],
    ['on one that nobody knows', { env: { TERM: 'vt220' } }],
    ['for a screen reader', { env: { INK_SCREEN_READER: 'true' } }],
  ] as const) {
    it(`stays the terminal’s ${how}`, async (t) => {
      const terminal = openWizard(t, options);
      await terminal.until('q quit');
      assert.doesNotMatch(terminal.output(), /\x1b\[\?100\d/);
    });
  }
});
