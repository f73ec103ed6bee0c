import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import xterm from '@xterm/headless';
import { render, Text } from 'ink';
import { createElement } from 'react';
import { ScreenPainter } from '../../../src/wizard/tui/screen-painter.js';
import { readCells } from '../../terminal/cells.js';

const size = { cols: 24, rows: 8, allowProposedApi: true };

function write(terminal: xterm.Terminal, text: string): Promise<void> {
  return new Promise((resolve) => terminal.write(text, resolve));
}

/** The cells of a frame that is written whole onto an empty screen. */
async function cellsWhole(frame: string) {
  const terminal = new xterm.Terminal(size);
  await write(terminal, frame.split('\n').join('\r\n'));
  return readCells(terminal);
}

/** Numbers that are the same in each run (a linear congruential generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

const texts = ['a', 'bash', '  ', '      ', '漢', '漢字漢', '●', '❯ x', 'é', '👍🏽', 'kernel', '─────'];
const looks = [
  '',
  '',
  '\x1b[2m*\x1b[22m',
  '\x1b[36m\x1b[1m*\x1b[22m\x1b[39m',
  '\x1b[1m\x1b[7m*\x1b[27m\x1b[22m',
];

function frameOf(next: (below: number) => number): string {
  const lines = Array.from({ length: 1 + next(6) }, () => {
    let line = '';
    for (let count = next(5); count > 0; count -= 1) {
      const text = texts[next(texts.length)] as string;
      const look = looks[next(looks.length)] as string;
      line += look === '' ? text : look.replace('*', text);
    }
    return line;
  });
  return lines.join('\n');
}

test('after each update the screen looks as if the frame had been written whole', async () => {
  const next = numbers(7);
  const terminal = new xterm.Terminal(size);
  const painter = new ScreenPainter();
  let frame = '';
  for (let round = 0; round < 400; round += 1) {
    const lines = frameOf(next).split('\n');
    const old = frame.split('\n');
    // Some lines stay, as they do on a real screen.
    frame = lines.map((line, row) => (next(3) === 0 ? (old[row] ?? line) : line)).join('\n');
    await write(terminal, painter.paint(frame, null));
    assert.deepEqual(readCells(terminal), await cellsWhole(frame), JSON.stringify(frame));
  }
});

test('behind a wide character that changed the rest stays in its columns', async () => {
  const terminal = new xterm.Terminal(size);
  const painter = new ScreenPainter();
  await write(terminal, painter.paint('漢 the same text: a', null));
  await write(terminal, painter.paint('字 the same text: b', null));
  assert.deepEqual(readCells(terminal), await cellsWhole('字 the same text: b'));
});

test('what has not changed is not written again', () => {
  const painter = new ScreenPainter();
  painter.paint('first\nsecond line of text\nthird', null);
  assert.equal(painter.paint('first\nsecond line of text\nthird', null), '');
  const changed = painter.paint('first\nsecond line or text\nthird', null);
  assert.equal(changed, '\x1b[?2026h\x1b[?25l\x1b[2;14Hr\x1b[?2026l');
});

test('a terminal that was resized gets everything again', () => {
  const painter = new ScreenPainter();
  painter.paint('first\nsecond', null);
  painter.forget();
  assert.match(painter.paint('first\nsecond', null), /first.*second/);
});

test("Ink's own incremental drawing still begins a line too low, so that the painter is needed", async () => {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: size.cols, rows: size.rows });
  const text = (...lines: string[]) => createElement(Text, null, lines.join('\n'));
  const ink = render(text('one', 'two', 'three'), {
    stdout: stdout as unknown as NodeJS.WriteStream,
    ...{ incrementalRendering: true, patchConsole: false, exitOnCtrlC: false, maxFps: 1000 },
  });
  await sleep(20);
  ink.rerender(text('one', 'two', 'four'));
  await sleep(20);
  const terminal = new xterm.Terminal({ ...size, convertEol: true });
  await write(terminal, String(stdout.read()));
  ink.unmount();
  const row = (at: number) => terminal.buffer.active.getLine(at)?.translateToString(true);
  assert.deepEqual([row(0), row(1), row(2), row(3)], ['one', 'two', 'three', 'four']);
});
