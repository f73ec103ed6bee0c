import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { stillAlive } from '../cli/processes.js';
import { scratchFolder } from '../helpers/scratch.js';
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.js';

/** The key reader, when it is ready for keys. */
async function keyReader(t: TestContext, options: Partial<TerminalOptions> = {}): Promise<Terminal> {
  const program = path.join(import.meta.dirname, 'programs/key-reader.js');
  const terminal = openTerminal({
    program: process.execPath,
    args: [program],
    cwd: scratchFolder(t),
    ...options,
  });
  t.after(() => terminal.close());
  await terminal.until('ready');
  return terminal;
}

const read = (text: string) => `read ${JSON.stringify(text)}`;

test('keys arrive as a terminal sends them; several in one write arrive as one read', async (t) => {
  const terminal = await keyReader(t);
  for (const [key, bytes] of [
    ['up', '\x1b[A'],
    ['enter', '\r'],
    ['backtab', '\x1b[Z'],
    ['ctrl-c', '\x03'],
    ['é', 'é'],
  ] as const) {
    terminal.press(key);
    await terminal.until(read(bytes));
  }
  terminal.burst('down', 'enter', 'x');
  await terminal.until(read('\x1b[B\rx'));
  assert.throws(() => terminal.press('entre'), /no key `entre`; there are up, down/);
});

test('a paste is in brackets when the program asked for it, and its line ends are Enter', async (t) => {
  const terminal = await keyReader(t);
  terminal.paste('one\ntwo\r\n');
  await terminal.until(read('one\rtwo\r'));
  terminal.press('b');
  await terminal.until(read('b'));
  await terminal.quiet();
  terminal.paste('three');
  await terminal.until(read('\x1b[200~three\x1b[201~'));
});

test('the program hears of a new size', async (t) => {
  const terminal = await keyReader(t, { columns: 70, rows: 20 });
  await terminal.until('70x20');
  terminal.resize(40, 12);
  await terminal.until('40x12');
  assert.equal(terminal.screen().length, 12);
});

test('the program is answered where the cursor is', async (t) => {
  const terminal = await keyReader(t);
  terminal.press('c');
  await terminal.until(/read "\\u001b\[\d+;1R"/);
});

test('colours, attributes and wide characters are read cell by cell', async (t) => {
  const terminal = await keyReader(t);
  terminal.press('w');
  await terminal.until('漢字|');
  const row = terminal.screen().findIndex((line) => line.startsWith('red'));
  const line = terminal.cells()[row] ?? [];
  const [red, rgb, back, wide, behind] = [line[0], line[4], line[8], line[13], line[14]];
  assert.deepEqual([red?.text, red?.foreground, red?.bold], ['r', 1, true]);
  assert.deepEqual([rgb?.foreground, rgb?.background, rgb?.bold], ['#010203', 200, false]);
  assert.deepEqual([back?.text, back?.inverse], ['b', true]);
  assert.deepEqual([wide?.text, wide?.width, behind?.text, behind?.width], ['漢', 2, '', 0]);
  assert.equal(line[17]?.text, '|');
});

test('alternate screen, hidden cursor and raw mode are seen, and that they are gone', async (t) => {
  const terminal = await keyReader(t);
  terminal.press('f');
  await terminal.until('whole screen');
  assert.deepEqual(terminal.leftOn(), ['?1049', '?25']);
  assert.deepEqual(
    [terminal.alternateScreen(), terminal.cursorVisible(), terminal.rawMode()],
    [true, false, true],
  );
  terminal.press('g');
  await terminal.until('ready');
  terminal.press('q');
  assert.equal(await terminal.exit(), 7);
  assert.deepEqual(terminal.leftOn(), []);
  assert.deepEqual(
    [terminal.alternateScreen(), terminal.cursorVisible(), terminal.rawMode()],
    [false, true, false],
  );
});

test('output counts from the mark', async (t) => {
  const terminal = await keyReader(t);
  terminal.mark();
  terminal.press('x');
  await terminal.until(read('x'));
  assert.equal(terminal.output(), `${read('x')}\r\n`);
});

test('a screen that does not come is shown', async (t) => {
  const terminal = await keyReader(t);
  await assert.rejects(terminal.until('never', { timeoutMs: 50 }), /never; 50 ms are over[\s\S]*\| ready/);
  terminal.press('q');
  await assert.rejects(terminal.until(/never/), /never\/; the program ended with status 7[\s\S]*\| ready/);
});

test('a closed terminal is heard by the program, also when another terminal is open', async (t) => {
  const cwd = scratchFolder(t);
  const terminal = await keyReader(t, { cwd });
  await keyReader(t);
  terminal.hangUp();
  assert.equal(await terminal.exit(), 129);
  assert.ok(existsSync(path.join(cwd, 'heard')));
});

test('the end by a signal is seen as a shell sees it', async (t) => {
  const terminal = await keyReader(t);
  terminal.kill('SIGKILL');
  assert.equal(await terminal.exit(), 137);
});

test('closing ends what the program started in a group of its own, and leaves no file', async (t) => {
  const terminal = await keyReader(t);
  terminal.press('s');
  await terminal.until(/sleeping: \d+/);
  const processes = terminal.processes();
  assert.equal(processes.length, 2);
  const home = /HOME=(\S+)/.exec(terminal.screen().join('\n'))?.[1] ?? '';
  assert.ok(existsSync(home));
  await terminal.close();
  assert.deepEqual(stillAlive(processes), []);
  assert.ok(!existsSync(home));
});

test('neither CI nor wishes about colours come from where the tests run', async (t) => {
  process.env.CI = '1';
  t.after(() => delete process.env.CI);
  const terminal = await keyReader(t);
  await terminal.until(/^CI=undefined TERM=xterm-256color$/m);
  const other = await keyReader(t, { env: { CI: '1', TERM: 'dumb' } });
  await other.until(/^CI=1 TERM=dumb$/m);
});
