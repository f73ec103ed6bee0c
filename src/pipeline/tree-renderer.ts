import { registerCleanup } from '../engine/cleanup.js';
import { type FrameSpace, type TreeNode, treeFrame } from './tree-frame.js';

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
  nodes: readonly TreeNode[];
  stream: TreeStream;
  display: TreeDisplay;
  env: NodeJS.ProcessEnv;
}

/** Milliseconds between frames: quicker changes nobody reads. */
const frameMs = 100;
const usualOutputLines = 4;
const [hideCursor, showCursor] = ['\x1b[?25l', '\x1b[?25h'];

/**
 * Draws the task tree in place, ten times a second at most. One of listr2's kind, whose own one misdraws lists that
 * are higher than the terminal (listr2 #296, #720) and knows no height at all.
 */
export class TreeRenderer {
  static readonly nonTTY = true;
  static readonly rendererOptions = {};
  static readonly rendererTaskOptions = {};
  readonly #options: TreeRendererOptions;
  #timer: NodeJS.Timeout | undefined;
  #forget = () => {};
  #tick = 0;
  #drawn: readonly string[] = [];
  readonly #onResize = () => {
    // The terminal has wrapped its lines again, and nobody knows where what was drawn stands now.
    this.#write('\x1b[2J\x1b[H');
    this.#drawn = [];
    this.#draw(false);
  };

  /** @param _tasks listr2's; the nodes tell more */
  constructor(_tasks: unknown, options: TreeRendererOptions) {
    this.#options = options;
  }

  render(): void {
    this.#forget = registerCleanup(() => this.#write(showCursor));
    this.#write(hideCursor);
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
  }

  #draw(ended: boolean): void {
    const lines = treeFrame(this.#options.nodes, this.#space(ended));
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
