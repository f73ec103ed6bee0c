import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessEntry } from '../../../src/engine/process-tree.js';
import { stillAlive } from '../../cli/processes.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { openTerminal, type Terminal, type TerminalOptions } from '../../terminal/terminal.js';
import { bundledProgram } from './bundled-program.js';

export interface WizardOptions extends Partial<Pick<TerminalOptions, 'env' | 'home' | 'columns' | 'rows'>> {
  /** Words behind the program's name. */
  args?: readonly string[];
  /** The folder it is started in; an empty one, which is gone when the test is over, if absent. */
  dir?: string;
  /** It can reach this machine's servers, and what else there is; without, what it shows is the same everywhere. */
  network?: boolean;
  /** Lines of sh that start it as `"$@"`. */
  shell?: string;
}

/** A wizard in a terminal, the bundled one, which is closed when the test is over. */
export function openWizard(t: { after(undo: () => unknown): void }, options: WizardOptions = {}): Terminal {
  const { args = [], network = false, dir, shell, ...more } = options;
  const [program = '', ...words] = [
    ...(network ? [] : ['unshare', '--net']),
    ...(shell === undefined ? [] : ['sh', '-c', shell, 'sh']),
    ...[process.execPath, bundledProgram(), ...args],
  ];
  const cwd = dir ?? emptyFolder(t);
  const terminal = openTerminal({ program, args: words, cwd, ...more });
  const others = opened.get(t) ?? [];
  opened.set(t, [...others, terminal]);
  t.after(() => terminal.close());
  return terminal;
}

const opened = new WeakMap<object, Terminal[]>();

/** A folder for HOME or for a project, which is gone when the test is over and its wizards have ended. */
export function wizardFolder(t: { after(undo: () => unknown): void }): string {
  t.after(() => Promise.all((opened.get(t) ?? []).map((terminal) => terminal.close())));
  return scratchFolder(t);
}

/** A folder that is called `robot` and holds nothing. */
export function emptyFolder(t: { after(undo: () => unknown): void }): string {
  const dir = path.join(wizardFolder(t), 'robot');
  mkdirSync(dir);
  return dir;
}

/** The first words of the line at the pointer; empty for none. */
export function pointedAt(terminal: Terminal): string {
  const line = terminal.screen().find((one) => one.startsWith('❯')) ?? '';
  return /^❯ +(?:◉ )?(\S+(?: \S+)*)/.exec(line)?.[1] ?? '';
}

/** Nothing of the program is left in its terminal. */
export async function assertGivenBack(terminal: Terminal): Promise<void> {
  // Its last words may still be on their way when its end is known.
  await terminal.quiet();
  assert.deepEqual(terminal.leftOn(), []);
  assert.ok(!terminal.alternateScreen(), 'the alternate screen is left on');
  assert.ok(terminal.cursorVisible(), 'the cursor is hidden');
  assert.ok(!terminal.rawMode(), 'the terminal is raw');
}

/** Waits until none of these processes lives any more. */
export async function untilGone(processes: readonly ProcessEntry[]): Promise<void> {
  const startedAt = performance.now();
  for (let alive = stillAlive(processes); alive.length > 0; alive = stillAlive(processes)) {
    if (performance.now() - startedAt > 20_000) throw new Error(`Still alive:\n${alive.join('\n')}`);
    await sleep(50);
  }
}

/** Of the screens that ask something, in order. */
export const titles = [
  ...['Fedora release', 'Packages', 'Disks and memory', 'Partition sizes', 'System', 'Outputs', 'Review'],
];

/** Goes on with Enter until the screen of this title is to be seen. */
export async function walkTo(terminal: Terminal, title: string): Promise<void> {
  const titled = /^tmpfsroot-wizard {2}(.*?) {2}.*\d\/7$/;
  for (;;) {
    await terminal.until((lines) => titled.test(lines[0] ?? ''));
    const shown = titled.exec(terminal.screen()[0] ?? '')?.[1] ?? '';
    if (shown === title) return;
    if (!titles.includes(shown) || titles.indexOf(shown) > titles.indexOf(title))
      throw new Error(`\`${title}\` is not ahead of \`${shown}\`.`);
    terminal.press('enter');
    await terminal.until((lines) => !(lines[0] ?? '').includes(shown));
  }
}

/** Goes down until the pointer stands at the row of this label. */
export async function focusOn(terminal: Terminal, label: string): Promise<void> {
  for (let at = pointedAt(terminal); at !== label; at = pointedAt(terminal)) {
    terminal.press('down');
    await terminal.until(() => pointedAt(terminal) !== at);
  }
}
