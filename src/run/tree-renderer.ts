import { registerCleanup } from '../base/cleanup.js';
import { followJobControl } from '../base/job-control.js';
import type { Task, TaskGroup } from './task.js';
import type { RunTask } from './task-events.js';
import { TerminalTab } from './terminal-tab.js';
import { watchTimeLeft } from './time-left.js';
import { type FrameSpace, runShare, runTitle, type TreeNode, treeFrame } from './tree-frame.js';
import { watchTasks } from './tree-nodes.js';

/** What a person changes of the tree while it is drawn. */
export interface TreeDisplay {
  /** The output of programs takes all the room that there is, instead of a few lines. */
  showsAllOutput: boolean;
  /** A line below the tree, which keys there are; empty: none. */
  footer: string;
}

/** A terminal to draw on. */
export type TreeStream = NodeJS.WritableStream & {
  columns?: number;
  rows?: number;
  hasColors?(env?: object): boolean;
};

export interface TreeRendererOptions {
  stream: TreeStream;
  display: TreeDisplay;
  env: NodeJS.ProcessEnv;
  /** The tasks as they were given. */
  tasks: readonly (Task | TaskGroup)[];
}

/** Milliseconds between frames: quicker changes nobody reads. */
const frameMs = 100;
const usualOutputLines = 4;
const [hideCursor, showCursor] = ['\x1b[?25l', '\x1b[?25h'];

/**
 * Draws listr2's tasks in place, ten times a second at most. Its own renderer misdraws lists that are higher than the
 * terminal (listr2 #296, #720) and knows no height at all.
 */
export class TreeRenderer {
  static readonly nonTTY = true;
  static readonly rendererOptions = {};
  static readonly rendererTaskOptions = {};
  readonly #nodes: () => TreeNode[];
  readonly #left: () => number | null;
  readonly #options: TreeRendererOptions;
  #timer: NodeJS.Timeout | undefined;
  readonly #tab: TerminalTab;
  #forget = () => {};
  #tick = 0;
  #begun = performance.now();
  #drawn: readonly string[] = [];
  readonly #onResize = () => {
    // The terminal has wrapped its lines again, and nobody knows where what was drawn stands now.
    this.#write('\x1b[2J\x1b[H');
    this.#drawn = [];
    this.#draw(false);
  };

  constructor(tasks: readonly RunTask[], options: TreeRendererOptions) {
    this.#nodes = watchTasks(tasks);
    this.#left = watchTimeLeft(options.tasks, tasks);
    this.#options = options;
    this.#tab = new TerminalTab(options.env, (text) => this.#write(text));
  }

  render(): void {
    const forgetCleanup = registerCleanup(() => this.#write(showCursor));
    const endJobControl = followJobControl({
      leave: () => this.#write(showCursor),
      enter: () => {
        this.#write(hideCursor);
        // The shell has written below.
        this.#drawn = [];
        this.#draw(false);
      },
    });
    this.#forget = () => {
      forgetCleanup();
      endJobControl();
    };
    this.#write(hideCursor);
    this.#begun = performance.now();
    this.#tab.open();
    this.#draw(false);
    this.#timer = setInterval(() => {
      this.#tick += 1;
      this.#draw(false);
    }, frameMs);
    this.#options.stream.on('resize', this.#onResize);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#options.stream.off('resize', this.#onResize);
    this.#draw(true);
    this.#write(showCursor);
    this.#forget();
    if (this.#nodes().some(({ state }) => state === 'failed')) this.#tab.fail();
    else this.#tab.close();
  }

  #draw(ended: boolean): void {
    const nodes = this.#nodes();
    const space = this.#space(ended);
    if (!ended) this.#tab.show(runTitle(nodes), runShare(nodes, space));
    const lines = treeFrame(nodes, space);
    if (lines.join('\n') === this.#drawn.join('\n')) return;
    const up = this.#drawn.length === 0 ? '' : `\x1b[${this.#drawn.length}A`;
    this.#write(`${up}\r${lines.map((line) => `${line}\x1b[K\n`).join('')}\x1b[J`);
    this.#drawn = lines;
  }

  #space(ended: boolean): FrameSpace {
    const { stream, display, env } = this.#options;
    const rows = stream.rows ?? 24;
    return {
      columns: stream.columns ?? 80,
      rows,
      outputLines: display.showsAllOutput ? rows : usualOutputLines,
      colours: stream.hasColors?.(env) === true,
      unicode: hasSymbols(env),
      tick: this.#tick,
      footer: display.footer,
      seconds: (performance.now() - this.#begun) / 1000,
      left: this.#left(),
      ended,
    };
  }

  #write(text: string): void {
    this.#options.stream.write(text);
  }
}

/** The Linux console has few symbols, and other character sets have none. */
function hasSymbols(env: NodeJS.ProcessEnv): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return env.TERM !== 'linux' && /utf-?8/i.test(locale);
}
