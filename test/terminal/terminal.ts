import { mkdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { type ProcessEntry, ProcessTree } from '../../src/engine/process-tree.js';
import { descendantsOf } from '../cli/processes.js';
import { mustRun } from '../helpers/run-program.js';
import { newFolder } from '../helpers/scratch.js';
import { type Cell, readCells, readLines } from './cells.js';
import { keyBytes, pasteBytes } from './keys.js';

export interface TerminalOptions {
  program: string;
  args: readonly string[];
  cwd: string;
  /** Over {@link terminalEnvironment}; `undefined` takes a variable away. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Folder for HOME and the XDG folders, for programs that meet again; one of its own, removed at the end, if absent. */
  home?: string;
  columns?: number;
  rows?: number;
  /** Sees what the program writes at the moment it arrives (`performance.now()`). */
  onOutput?: (text: string, atMs: number) => void;
}

/** What a screen is waited for: a part of its text, or what it says of its lines. */
export type Wanted = string | RegExp | ((lines: string[]) => boolean);

/** A program in a real pseudo-terminal with an emulated screen, and the hands of a person. */
export interface Terminal {
  /** Lines of the visible screen, without blanks at their ends. */
  screen(): string[];
  /** The same with colours and attributes, every cell. */
  cells(): Cell[][];
  /** Where the cursor stands, from 0. */
  cursor(): { column: number; row: number };
  /**
   * Waits until the screen is as wanted, looking every 15 ms.
   * @returns the screen's text
   * @throws Error with the screen when that takes longer than `timeoutMs` (20 s if absent), or the program has ended.
   */
  until(wanted: Wanted, options?: { timeoutMs?: number }): Promise<string>;
  /** Waits until the program has written nothing for so long (150 ms if absent). */
  quiet(milliseconds?: number): Promise<void>;
  /** One key in one write, by name (keys.ts) or character. */
  press(key: string): void;
  /** Several keys in one write, as a fast person or a slow connection hands them over. */
  burst(...keys: string[]): void;
  /** Text from the clipboard, in brackets when the program asked for that. */
  paste(text: string): void;
  /** Bytes as they are, also parts of a character. */
  send(bytes: string | Buffer): void;
  resize(columns: number, rows: number): void;
  /** From here on {@link output} counts. */
  mark(): void;
  /** All that the program wrote since {@link mark}, escape sequences and all. */
  output(): string;
  alternateScreen(): boolean;
  cursorVisible(): boolean;
  /** What the program switched on and not off again: `?1049`, `?25` (hidden), `?2004`, `?2026`, mouse modes. */
  leftOn(): string[];
  /** Whether the terminal hands over each key at once and unseen; asked of the kernel, also after the program's end. */
  rawMode(): boolean;
  /** The program and everything that descends from it. */
  processes(): ProcessEntry[];
  /** Sends the program itself a signal. */
  kill(signal: NodeJS.Signals): void;
  /** Exit status when the program has ended; 128 + N after signal N. */
  exit(): Promise<number>;
  /**
   * The window is closed: nothing can be read or written any more, and the program gets SIGHUP, by the kernel where
   * it leads the session, else by the shell that does.
   */
  hangUp(): void;
  /** Ends everything that still runs, and removes the scratch folder. */
  close(): Promise<void>;
}

/** Such as a login shell has it: neither `CI` nor a wish about colours comes from where the tests run. */
const notPassedOn = [
  ...['CI', 'CONTINUOUS_INTEGRATION', 'BUILD_NUMBER', 'RUN_ID', 'NO_COLOR', 'FORCE_COLOR', 'COLORTERM'],
  ...['CLICOLOR', 'CLICOLOR_FORCE', 'TERM_PROGRAM', 'INK_SCREEN_READER', 'NODE_OPTIONS', 'NODE_ENV'],
  ...['NODE_TEST_CONTEXT', 'NODE_V8_COVERAGE', 'NO_MOUSE', 'TMPFSROOT_NOTIFY'],
  ...['LC_ALL', 'LC_CTYPE', 'LC_MESSAGES', 'LANGUAGE', 'TMPFSROOT_LANG'],
  // What the terminal in which the tests run says of itself.
  ...['TMUX', 'STY', 'WT_SESSION', 'ConEmuANSI', 'XTERM_VERSION', 'VTE_VERSION', 'PTYXIS_VERSION'],
  ...['KONSOLE_VERSION', 'TERM_FEATURES', 'TERM_PROGRAM_VERSION', 'KITTY_WINDOW_ID'],
];

/** The environment of a program in a terminal of these tests. */
export function terminalEnvironment(home: string): Record<string, string> {
  const passed = Object.entries(process.env).filter(([name]) => !notPassedOn.includes(name));
  return {
    ...(Object.fromEntries(passed) as Record<string, string>),
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_STATE_HOME: path.join(home, '.local/state'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
  };
}

/**
 * As the shell does from which a person starts a program: it holds the terminal before and after, outlives Ctrl-C,
 * and knows the exit status. What is typed after the program's end it reads and forgets. node-pty lets programs
 * inherit our side of other terminals, which would keep those open when we close it: bash can close any number.
 */
const shell = `for fd in /proc/$$/fd/*; do
  fd=\${fd##*/}
  if [ "$fd" -gt 2 ]; then eval "exec $fd>&-"; fi
done
trap : INT HUP TERM QUIT
"$@"
echo "$?" >"$0.new" && mv "$0.new" "$0"
while read -r line; do :; done`;

const pollMs = 15;

/** Starts a program in a terminal of this size. The caller closes it. */
export function openTerminal(options: TerminalOptions): Terminal {
  const { program, args, cwd, env = {}, columns = 80, rows = 24, onOutput } = options;
  const scratch = newFolder('tfr-terminal-');
  const home = options.home ?? path.join(scratch, 'home');
  mkdirSync(home, { recursive: true });
  const report = path.join(scratch, 'status');
  const screen = new xterm.Terminal({ cols: columns, rows, scrollback: 1000, allowProposedApi: true });
  const modes = watchModes(screen);
  const wanted = Object.entries({ ...terminalEnvironment(home), ...env });
  const pty = spawn('bash', ['-c', shell, report, program, ...args], {
    name: env.TERM ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd,
    env: Object.fromEntries(wanted.filter(([, value]) => value !== undefined)),
  });
  let written = '';
  let markedAt = 0;
  let lastAt = performance.now();
  pty.onData((text) => {
    lastAt = performance.now();
    onOutput?.(text, lastAt);
    written += text;
    screen.write(text);
  });
  let hungUp = false;
  const send = (bytes: string | Buffer) => {
    // The type declarations of node-pty leave buffers out.
    if (!hungUp) pty.write(bytes as string);
  };
  screen.onData(send);
  const ended = new Promise<void>((resolve) => pty.onExit(() => resolve()));
  const exit = untilStatus(report);
  const status = () => statusIn(report);
  const bytesOf = (key: string) => keyBytes(key, screen.modes.applicationCursorKeysMode);
  const terminal: Terminal = {
    screen: () => readLines(screen),
    cells: () => readCells(screen),
    cursor: () => ({ column: screen.buffer.active.cursorX, row: screen.buffer.active.cursorY }),
    until: (wanted, { timeoutMs = 20_000 } = {}) => untilScreen(terminal, status, wanted, timeoutMs),
    quiet: async (milliseconds = 150) => {
      const from = performance.now();
      while (performance.now() - Math.max(from, lastAt) < milliseconds) await sleep(pollMs);
    },
    press: (key) => send(bytesOf(key)),
    burst: (...keys) => send(keys.map(bytesOf).join('')),
    paste: (text) => send(pasteBytes(text, screen.modes.bracketedPasteMode)),
    send,
    resize: (newColumns, newRows) => {
      // In this order: what the program draws when it hears of it meets a screen of that size.
      screen.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    mark: () => {
      markedAt = written.length;
    },
    output: () => written.slice(markedAt),
    alternateScreen: () => screen.buffer.active.type === 'alternate',
    cursorVisible: () => !modes.has('?25'),
    leftOn: () => [...modes].sort(),
    rawMode: () => /(^|\s)-icanon\b/.test(mustRun('stty', ['-a', '-F', ttyOf(pty)])),
    processes: () => descendantsOf(pty.pid),
    kill: (signal) => signalChild(pty.pid, signal),
    exit: () => exit.promise,
    hangUp: () => {
      hungUp = true;
      destroyPty(pty);
      signalChild(pty.pid, 'SIGHUP');
    },
    close: async () => {
      await new ProcessTree(pty.pid).end('SIGKILL');
      exit.stop();
      if (!hungUp) await ended;
      screen.dispose();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
  return terminal;
}

/** Closes our side of the terminal; the type declarations of node-pty leave that out. */
function destroyPty(pty: IPty): void {
  (pty as IPty & { destroy(): void }).destroy();
}

function signalChild(shellPid: number, signal: NodeJS.Signals): void {
  const child = descendantsOf(shellPid).find(({ parent }) => parent === shellPid);
  try {
    if (child !== undefined) process.kill(child.pid, signal);
  } catch {
    // Gone already.
  }
}

/** Path of the terminal's device. */
function ttyOf(pty: IPty): string {
  return readlinkSync(`/proc/${pty.pid}/fd/0`);
}

/** Private modes that differ from how a terminal starts; the cursor (`?25`) is on then. */
function watchModes(screen: xterm.Terminal): Set<string> {
  const changed = new Set<string>();
  const set = (on: boolean) => (params: (number | number[])[]) => {
    for (const mode of params.flat()) {
      if (on === (mode === 25)) changed.delete(`?${mode}`);
      else changed.add(`?${mode}`);
    }
    return false;
  };
  screen.parser.registerCsiHandler({ prefix: '?', final: 'h' }, set(true));
  screen.parser.registerCsiHandler({ prefix: '?', final: 'l' }, set(false));
  return changed;
}

async function untilScreen(
  terminal: Terminal,
  status: () => number | null,
  wanted: Wanted,
  timeoutMs: number,
): Promise<string> {
  const startedAt = performance.now();
  for (let endedAt: number | null = null; ; await sleep(pollMs)) {
    const lines = terminal.screen();
    const text = lines.join('\n');
    if (typeof wanted === 'function' ? wanted(lines) : found(text, wanted)) return text;
    const now = performance.now();
    const left = status();
    if (left !== null) endedAt ??= now;
    // Its last words may still be on their way.
    const over = endedAt !== null && now - endedAt > 300;
    if (!over && now - startedAt < timeoutMs) continue;
    const why = over ? `the program ended with status ${left}` : `${timeoutMs} ms are over`;
    throw new Error(`Not on the screen: ${wanted}; ${why}. The screen:\n${framed(lines)}`);
  }
}

function found(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

function framed(lines: readonly string[]): string {
  return lines.map((line) => `  | ${line}`).join('\n');
}

function statusIn(report: string): number | null {
  try {
    return Number(readFileSync(report, 'utf8'));
  } catch {
    return null;
  }
}

function untilStatus(report: string): { promise: Promise<number>; stop(): void } {
  let stopped = false;
  const promise = (async () => {
    for (;;) {
      const status = statusIn(report);
      if (status !== null) return status;
      if (stopped) throw new Error('The terminal was closed before the program had ended.');
      await sleep(pollMs);
    }
  })();
  promise.catch(() => {});
  return {
    promise,
    stop() {
      stopped = true;
    },
  };
}
