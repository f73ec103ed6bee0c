import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Terminal } from '../../terminal/terminal.js';
import { emptyFolder, openWizard, walkTo } from './open-wizard.js';

const sizes = [
  [40, 12],
  [120, 40],
  [20, 5],
  [80, 24],
] as const;

/** From one screen to the next; each ends when it is to be seen as it will stay. */
const screens: readonly [name: string, go: (terminal: Terminal) => Promise<unknown>][] = [
  ['start', (terminal) => terminal.until('New image')],
  [
    'packages',
    async (terminal) => {
      terminal.press('n');
      await terminal.until('1/7');
      terminal.press('enter');
      return await terminal.until('Offline: names are');
    },
  ],
  [
    'help',
    async (terminal) => {
      terminal.press('?');
      return await terminal.until(/Esc close/);
    },
  ],
  [
    'sizes',
    async (terminal) => {
      terminal.press('escape');
      await terminal.until(/2\/7[\s\S]*Enter next/);
      terminal.press('enter');
      await terminal.until('3/7');
      terminal.press('enter');
      return await terminal.until('4/7');
    },
  ],
  [
    'review',
    async (terminal) => {
      for (const step of [5, 6, 7]) {
        terminal.press('enter');
        await terminal.until(`${step}/7`);
      }
    },
  ],
];

describe('a window that changes its size', () => {
  it('shows what a wizard shows that was started at that size: no ghost of the frame before', async (t) => {
    const dir = emptyFolder(t);
    const fresh = sizes.slice(0, 2).map(([columns, rows]) => openWizard(t, { dir, columns, rows }));
    const same = openWizard(t, { dir });
    const resized = openWizard(t, { dir });
    const all = [...fresh, same, resized];
    // It is told a moment after the first frame, in each at another one.
    await Promise.all(all.map((terminal) => terminal.until(/This machine (builds|cannot build)/)));
    for (const [name, go] of screens) {
      await Promise.all(all.map(go));
      for (const [columns, rows] of sizes) {
        resized.resize(columns, rows);
        if (columns < 36) {
          await resized.until(/Enlarge the window/);
          assert.deepEqual(resized.screen(), ['Enlarge the window', 'to 36x12: it has', '20x5.', '', '']);
          continue;
        }
        const wanted = columns === 80 ? same : fresh[sizes.findIndex(([one]) => one === columns)];
        assert.ok(wanted !== undefined);
        const text = wanted.screen().join('\n');
        await resized
          .until((lines) => lines.join('\n') === text)
          .catch((error: Error) => {
            throw new Error(`${name}, ${columns}x${rows}: wanted\n${text}\n${error.message}`);
          });
        await resized.quiet();
        assert.deepEqual(resized.cells(), wanted.cells(), `${name}, ${columns}x${rows}`);
      }
    }
  });
});

describe('what is written while keys are pressed', () => {
  it('is what changed, in one update for each, and never clears the screen', async (t) => {
    const terminal = openWizard(t);
    await terminal.until('New image');
    await terminal.quiet();
    const lengths: number[] = [];
    const press = async (...keys: string[]) => {
      for (const key of keys) {
        terminal.mark();
        terminal.press(key);
        await terminal.until(() => terminal.output().endsWith(endUpdate));
        await terminal.quiet(50);
        assertUpdates(terminal.output());
        lengths.push(Buffer.byteLength(terminal.output()));
      }
    };
    await press('down', 'down', 'up', 'up');
    terminal.mark();
    terminal.press('n');
    await walkTo(terminal, 'Packages');
    await terminal.until('names are not checked');
    assertUpdates(terminal.output());
    await press('down', 'end', 'up', 'home', 's', 'down', 'escape');
    terminal.mark();
    terminal.press('enter');
    await terminal.until('3/7');
    terminal.press('enter');
    await terminal.until('4/7');
    assertUpdates(terminal.output());
    await press('right', 'left', 'down', 'right', '9', '9', 'backspace', 'backspace');
    assert.ok(Math.max(...lengths) < 2000, `bytes for each key: ${lengths.join(' ')}`);
  });

  it('clears the screen once at the start and once for a new size', async (t) => {
    const terminal = openWizard(t);
    await terminal.until('New image');
    await terminal.quiet();
    assert.equal(terminal.output().split('\x1b[2J').length - 1, 1);
    assert.doesNotMatch(terminal.output(), /\x1b\[3J/);
    terminal.mark();
    terminal.resize(100, 30);
    await terminal.until((lines) => lines.length === 30 && (lines[28] ?? '').includes('q quit'));
    assert.equal(terminal.output().split('\x1b[2J').length - 1, 1);
    assert.doesNotMatch(terminal.output(), /\x1b\[3J/);
  });
});

const endUpdate = '\x1b[?2026l';

/** Each part of the output is within a synchronised update, and none clears the screen or what has scrolled out of it. */
function assertUpdates(output: string): void {
  assert.match(output, /^(\x1b\[\?2026h((?!\x1b\[\?2026)[\s\S])*\x1b\[\?2026l)+$/);
  assert.doesNotMatch(output, /\x1b\[[23]J/);
}
