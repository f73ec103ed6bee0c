import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from '../../terminal/terminal.js';
import { openWizard, pointedAt, walkTo, wizardFolder } from './open-wizard.js';

/** Names of the list's rows, from top to bottom. */
const rowsOf = (terminal: Terminal, pattern: RegExp) =>
  terminal.screen().flatMap((line) => pattern.exec(line)?.[1] ?? []);

describe('keys of a real terminal', () => {
  it('Down and Enter in one write take the row that they name, 20 times', async (t) => {
    const terminal = openWizard(t);
    await terminal.until('q quit');
    terminal.press('n');
    await terminal.until('1/7');
    const releases = rowsOf(terminal, /(Fedora \d+)/);
    assert.ok(releases.length >= 5, String(releases));
    let at = releases.indexOf(pointedAt(terminal).slice(0, 9));
    for (let round = 0; round < 20; round += 1) {
      const to = (at + 1 + (round % (releases.length - 1))) % releases.length;
      const keys = Array.from({ length: Math.abs(to - at) }, () => (to > at ? 'down' : 'up'));
      terminal.burst(...keys, 'enter');
      await terminal.until('2/7');
      terminal.press('escape');
      await terminal.until('1/7');
      assert.equal(pointedAt(terminal).slice(0, 9), releases[to], `round ${round}`);
      at = to;
    }
  });

  for (const rows of [1, 3, 6]) {
    it(`Down ${rows} times and Enter in one write on the first screen take that entry`, async (t) => {
      const terminal = openWizard(t);
      await terminal.until('q quit');
      const entries = rowsOf(terminal, /Preset: (\S+)/);
      terminal.burst(...Array.from({ length: rows }, () => 'down'), 'enter');
      await terminal.until(`Preset ${entries[rows - 1]}: Enter builds it`);
    });
  }

  it('several keys in one read are several keys: text, erasing, Tab, text, Enter', async (t) => {
    const terminal = openWizard(t);
    await terminal.until('q quit');
    terminal.press('n');
    await walkTo(terminal, 'System');
    terminal.burst('ctrl-u', ...'pumpX', 'backspace', 'tab', 'ctrl-u', ...'cellar', 'enter');
    await terminal.until('6/7');
    terminal.press('escape');
    const text = await terminal.until('5/7');
    assert.match(text, /Name of the image +pump\b/);
    assert.match(text, /Host name +cellar\b/);
  });

  it('an arrow that is cut behind its first byte is an arrow', async (t) => {
    const terminal = openWizard(t);
    await terminal.until('q quit');
    for (let round = 0; round < 10 && pointedAt(terminal) === 'New image'; round += 1) {
      // A machine that is busy at that moment takes the two apart, as it should.
      terminal.send('\x1b');
      await sleep(10);
      terminal.send('[B');
      await terminal.until(() => pointedAt(terminal) !== 'New image', { timeoutMs: 2000 }).catch(() => {});
    }
    assert.notEqual(pointedAt(terminal), 'New image');
  });

  it('Escape alone is Escape', async (t) => {
    const terminal = openWizard(t);
    await terminal.until('q quit');
    terminal.press('n');
    await terminal.until('1/7');
    terminal.press('escape');
    await terminal.until('New image');
  });

  for (const [how, put] of [
    ['typed in one write', (terminal: Terminal) => terminal.send('10G\r')],
    ['pasted', (terminal: Terminal) => terminal.paste('10G\n')],
  ] as const) {
    it(`\`10G\` and a line end, ${how}, are the size of a partition`, async (t) => {
      const terminal = openWizard(t);
      await terminal.until('q quit');
      terminal.press('n');
      await walkTo(terminal, 'Partition sizes');
      terminal.burst('down', 'down');
      await terminal.until(/^❯ .*persist/m);
      put(terminal);
      if (how === 'pasted') await terminal.until(/persist +10G/);
      else {
        await terminal.until('5/7');
        terminal.press('escape');
      }
      assert.match(await terminal.until('4/7'), /persist +10G +10 GiB/);
    });
  }

  it('a whole list of packages is pasted at once', async (t) => {
    const terminal = openWizard(t);
    await terminal.until('q quit');
    terminal.press('n');
    await walkTo(terminal, 'Packages');
    const named = () => Number(/(\d+) packages named/.exec(terminal.screen().join('\n'))?.[1]);
    const before = named();
    const names = Array.from({ length: 40 }, (_one, index) => `tool-${index}`);
    terminal.paste(`# what the customer sent\n${names.join('\n')}\n`);
    await terminal.until(() => named() === before + 40);
  });

  it('a character that comes in two reads is one character', async (t) => {
    const terminal = openWizard(t, { args: ['--preset', 'robot'] });
    await terminal.until('Preset robot: Enter builds it');
    terminal.press('s');
    await terminal.until('Save as preset');
    terminal.press('ctrl-u');
    for (const byte of Buffer.from('Käse 漢')) {
      terminal.send(Buffer.of(byte));
      await sleep(5);
    }
    await terminal.until('❯ Käse 漢');
    assert.equal(terminal.cursor().column, '❯ Käse '.length + 2);
  });

  it('wide characters in the name of a preset leave every column where it was', async (t) => {
    const home = wizardFolder(t);
    const first = openWizard(t, { home, args: ['--preset', 'robot'] });
    await first.until('Preset robot: Enter builds it');
    first.burst('s', 'ctrl-u', ...'機器人', 'enter');
    await first.until('--preset 機器人');
    first.burst('ctrl-c', 'ctrl-c');
    assert.equal(await first.exit(), 130);
    const terminal = openWizard(t, { home });
    await terminal.until('Preset: 機器人');
    const column = (label: string, hint: string) => {
      const cells =
        terminal.cells().find((row) =>
          row
            .map(({ text }) => text)
            .join('')
            .includes(label),
        ) ?? [];
      return cells.findIndex((_cell, at) =>
        cells
          .slice(at)
          .map(({ text }) => text)
          .join('')
          .startsWith(hint),
      );
    };
    assert.equal(column('機器人', 'yours'), column('New image', 'n · step'));
    assert.ok(column('機器人', 'yours') > 0);
  });
});
