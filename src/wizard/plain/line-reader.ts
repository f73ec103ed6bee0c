import { StringDecoder } from 'node:string_decoder';
import { interrupted } from '../../base/failure.js';
import { hiddenText, splitLines } from './lines.js';

export type PlainInput = NodeJS.ReadableStream & { setRawMode?(on: boolean): unknown };

/**
 * Lines that a person types, one at a time; lines that were pasted wait for the questions that follow. The terminal
 * itself echoes and edits, so that nothing is ever redrawn.
 */
export class LineReader {
  readonly #stdin: PlainInput;
  readonly #signal: AbortSignal;
  readonly #decoder = new StringDecoder('utf8');
  readonly #lines: string[] = [];
  #partial = '';
  #isOver = false;
  /** What comes in is forgotten: something else has the terminal. */
  #isDiscarding = false;
  #wake = () => {};

  constructor(stdin: PlainInput, signal: AbortSignal) {
    this.#stdin = stdin;
    this.#signal = signal;
    signal.addEventListener('abort', this.#stop, { once: true });
    stdin.on('data', this.#take);
    stdin.on('end', this.#end);
    // A terminal that was closed answers with an error.
    stdin.on('error', this.#end);
  }

  /**
   * The next line, without its end.
   * @throws Failure (exit status 130) when the input has ended, or the signal is aborted.
   */
  async next(): Promise<string> {
    this.#stdin.resume();
    for (;;) {
      if (this.#signal.aborted) throw interrupted();
      const line = this.#lines.shift();
      if (line !== undefined) return line;
      if (this.#isOver) throw interrupted();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /**
   * The same without anything being seen of it.
   * @param ask called when nothing is echoed any more
   */
  async secret(ask: () => void): Promise<string> {
    this.#stdin.setRawMode?.(true);
    try {
      ask();
      const typed = hiddenText(await this.next());
      if (typed === null) throw interrupted();
      return typed;
    } finally {
      this.#stdin.setRawMode?.(false);
    }
  }

  /** While work goes on that says how it goes, what is typed answers no later question. */
  async discardingInput<T>(work: () => Promise<T>): Promise<T> {
    this.#lines.length = 0;
    this.#isDiscarding = true;
    this.#stdin.resume();
    try {
      return await work();
    } finally {
      this.#isDiscarding = false;
      this.#partial = '';
    }
  }

  /** Gives the input to somebody else while that lasts. */
  async withInputPaused<T>(work: () => Promise<T>): Promise<T> {
    this.#stdin.off('data', this.#take);
    this.#stdin.pause();
    try {
      return await work();
    } finally {
      this.#stdin.on('data', this.#take);
    }
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#stop);
    this.#stdin.off('data', this.#take);
    this.#stdin.off('end', this.#end);
    this.#stdin.pause();
  }

  readonly #take = (bytes: Buffer | string) => {
    const text = this.#partial + (typeof bytes === 'string' ? bytes : this.#decoder.write(bytes));
    const { lines, rest } = splitLines(text);
    this.#partial = rest;
    if (this.#isDiscarding || lines.length === 0) return;
    this.#lines.push(...lines);
    this.#wake();
  };

  readonly #stop = () => this.#wake();

  readonly #end = () => {
    this.#isOver = true;
    this.#wake();
  };
}
