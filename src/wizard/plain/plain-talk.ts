import { LineReader } from './line-reader.js';

/** Questions and answers on plain lines. */
export class PlainTalk {
  readonly #reader: LineReader;
  readonly #stdout: NodeJS.WritableStream;
  readonly #signal: AbortSignal;

  constructor(stdin: NodeJS.ReadableStream, stdout: NodeJS.WritableStream, signal: AbortSignal) {
    this.#reader = new LineReader(stdin);
    this.#stdout = stdout;
    this.#signal = signal;
  }

  /** Says a sentence, or several lines. */
  say(text = ''): void {
    this.#stdout.write(`${text}\n`);
  }

  /**
   * Asks, and answers what was typed.
   * @throws Failure (exit status 130) when the input has ended, or the wizard is stopped.
   */
  async ask(question: string): Promise<string> {
    this.#stdout.write(question);
    return await this.#reader.next(this.#signal);
  }

  /** The same without anything being seen of the answer. */
  async askUnseen(question: string): Promise<string> {
    this.#stdout.write(question);
    const typed = await this.#reader.secret(this.#signal);
    this.#stdout.write('\n');
    return typed;
  }

  /** Gives the terminal to somebody else for a while. */
  release(): void {
    this.#reader.release();
  }

  close(): void {
    this.#reader.close();
  }
}
