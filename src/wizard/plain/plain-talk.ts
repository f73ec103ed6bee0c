import { wrapText } from '../view/lines.js';
import { LineReader, type PlainInput } from './line-reader.js';
import type { Talk } from './plain-ports.js';

type PlainOutput = NodeJS.WritableStream & { columns?: number };

/** Columns of a terminal that does not say how many it has. */
const usualColumns = 80;

/** The talk on a terminal: lines only, nothing that moves a cursor or colours. */
export class PlainTalk implements Talk {
  readonly #reader: LineReader;
  readonly #stdout: PlainOutput;

  constructor(stdin: PlainInput, stdout: PlainOutput, signal: AbortSignal) {
    this.#reader = new LineReader(stdin, signal);
    this.#stdout = stdout;
  }

  say(text = ''): void {
    // Tables keep their columns, and what is indented is wrapped below its beginning.
    const indent = /^ */.exec(text)?.[0] ?? '';
    const width = (this.#stdout.columns || usualColumns) - 1 - indent.length;
    const isTable = /\S {2,}\S/.test(text);
    const lines = isTable ? [text.trimStart()] : wrapText(text, Math.max(20, width));
    for (const [at, line] of (lines.length === 0 ? [''] : lines).entries())
      this.sayWhole(`${indent}${at === 0 || indent === '' ? '' : '  '}${line}`);
  }

  sayWhole(text: string): void {
    this.#stdout.write(`${printable(text)}\n`);
  }

  async ask(prompt: string): Promise<string> {
    this.#stdout.write(printable(prompt));
    return await this.#reader.next();
  }

  async askUnseen(prompt: string): Promise<string> {
    const typed = await this.#reader.secret(() => this.#stdout.write(printable(prompt)));
    this.#stdout.write('\n');
    return typed;
  }

  /** Does work that says itself how it goes; what is typed meanwhile is forgotten. */
  async whileWorking<T>(work: () => Promise<T>): Promise<T> {
    return await this.#reader.deafly(work);
  }

  /** Gives the keyboard to something else for a while. */
  async lend<T>(work: () => Promise<T>): Promise<T> {
    return await this.#reader.lend(work);
  }

  close(): void {
    this.#reader.close();
  }
}

/** What a file or a repository says must not be able to move the cursor. */
function printable(text: string): string {
  return text.replace(/(?!\n)\p{Cc}/gu, ' ');
}
