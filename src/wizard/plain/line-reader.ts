import { StringDecoder } from 'node:string_decoder';
import { interrupted } from '../../spec/failure.js';

type PlainInput = NodeJS.ReadableStream & { setRawMode?(on: boolean): unknown };

const [controlC, controlD] = ['\x03', '\x04'];

/**
 * Lines that a person types, one at a time; lines that were pasted wait for the questions that follow. The terminal
 * itself echoes and edits, so that nothing is ever redrawn.
 */
export class LineReader {
  readonly #stdin: PlainInput;
  readonly #decoder = new StringDecoder('utf8');
  readonly #lines: string[] = [];
  #partial = '';
  #isOver = false;
  #wake = () => {};

  constructor(stdin: PlainInput) {
    this.#stdin = stdin;
    stdin.on('data', this.#take);
    stdin.on('end', this.#end);
  }

  /**
   * The next line, without its end.
   * @throws Failure (exit status 130) when the input has ended, or the signal is aborted.
   */
  async next(signal: AbortSignal): Promise<string> {
    this.#stdin.resume();
    for (;;) {
      if (signal.aborted) throw interrupted();
      const line = this.#lines.shift();
      if (line !== undefined) return line;
      if (this.#isOver) throw interrupted();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** The same without anything being seen of it. */
  async secret(signal: AbortSignal): Promise<string> {
    this.#stdin.setRawMode?.(true);
    try {
      const typed = await this.next(signal);
      if (typed.includes(controlC) || typed.includes(controlD)) throw interrupted();
      return withoutDeleted(typed);
    } finally {
      this.#stdin.setRawMode?.(false);
    }
  }

  /** Lets go of the input; what was typed and not asked for is forgotten. */
  release(): void {
    this.#lines.length = 0;
    this.#partial = '';
    this.#stdin.pause();
  }

  close(): void {
    this.release();
    this.#stdin.off('data', this.#take);
    this.#stdin.off('end', this.#end);
  }

  readonly #take = (bytes: Buffer | string) => {
    const text = this.#partial + (typeof bytes === 'string' ? bytes : this.#decoder.write(bytes));
    // Raw mode hands over Ctrl-C as a character, and no Enter follows it.
    const lines = text.split(/\r\n|\r|\n|(?<=[\x03\x04])/);
    this.#partial = lines.pop() ?? '';
    this.#lines.push(...lines);
    if (lines.length > 0) this.#wake();
  };

  readonly #end = () => {
    this.#isOver = true;
    this.#wake();
  };
}

/** In raw mode Backspace is a character like any other, and Ctrl-U takes the whole line. */
function withoutDeleted(typed: string): string {
  const kept: string[] = [];
  for (const sign of typed) {
    if (sign === '\x7f' || sign === '\b') kept.pop();
    else if (sign === '\x15') kept.length = 0;
    else kept.push(sign);
  }
  return kept.join('');
}
