import { printText } from '../../base/print-text.js';
import { wrapText } from '../../base/text/cut.js';
import { LineReader, type PlainInput } from './line-reader.js';
import type { PromptIO } from './plain-ports.js';

type PlainOutput = NodeJS.WritableStream & { columns?: number };

/** Columns of a terminal that does not say how many it has. */
const usualColumns = 80;

/** Questions and answers on a terminal: lines only, nothing that moves a cursor or colours. */
export class TerminalPromptIO implements PromptIO {
  readonly #reader: LineReader;
  readonly #stdout: PlainOutput;

  constructor(stdin: PlainInput, stdout: PlainOutput, signal: AbortSignal) {
    this.#reader = new LineReader(stdin, signal);
    this.#stdout = stdout;
  }

  say(text = ''): void {
    // Tables keep their columns, and what is indented is wrapped below its beginning.
    const indent = /^ */.exec(text)?.[0] ?? '';
    const hang = indent === '' ? '' : '  ';
    const width = (this.#stdout.columns || usualColumns) - 1 - indent.length - hang.length;
    const isTable = /\S {2,}\S/.test(text);
    const lines = isTable ? [text.trimStart()] : wrapText(text, Math.max(20, width));
    for (const [at, line] of (lines.length === 0 ? [''] : lines).entries())
      this.sayWhole(`${indent}${at === 0 ? '' : hang}${line}`);
  }

  sayWhole(text: string): void {
    printText(this.#stdout, `${text}\n`);
  }

  async ask(prompt: string): Promise<string> {
    printText(this.#stdout, prompt);
    return await this.#reader.next();
  }

  async askUnseen(prompt: string): Promise<string> {
    const typed = await this.#reader.secret(() => printText(this.#stdout, prompt));
    printText(this.#stdout, '\n');
    return typed;
  }

  /** Does work that says itself how it goes; what is typed meanwhile is forgotten. */
  async whileWorking<T>(work: () => Promise<T>): Promise<T> {
    return await this.#reader.discardingInput(work);
  }

  /** Gives the keyboard to something else for a while. */
  async withInputPaused<T>(work: () => Promise<T>): Promise<T> {
    return await this.#reader.withInputPaused(work);
  }

  close(): void {
    this.#reader.close();
  }
}
