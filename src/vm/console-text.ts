import { StringDecoder } from 'node:string_decoder';
import { type Failure, interrupted, stageFailed } from '../base/failure.js';
import { t } from '../base/language/texts.js';

/** Characters without a match that are kept for later waits. */
const keptText = 1 << 20;
/** Lines that an error shows. */
const shownLines = 20;

export interface WaitOptions {
  timeoutMs: number;
  signal?: AbortSignal;
}

interface Waiter {
  pattern: string | RegExp;
  found(text: string): void;
  failed(failure: Failure): void;
}

/** What a serial console said, without control sequences, for waiting on texts and reading by line. */
export class ConsoleText {
  #decoder = new StringDecoder('utf8');
  #held = '';
  #unread = '';
  #line = '';
  #lines: string[] = [];
  #waiters = new Set<Waiter>();
  #readers = new Set<(line: string | null) => void>();
  #closed = false;

  push(bytes: Uint8Array): void {
    const { text, held } = plainText(this.#held + this.#decoder.write(Buffer.from(bytes)));
    this.#held = held;
    this.#unread = (this.#unread + text).slice(-keptText);
    this.#splitLines(text);
    for (const waiter of this.#waiters) this.#serve(waiter);
  }

  /** Whether the machine ended. */
  get closed(): boolean {
    return this.#closed;
  }

  /** The machine ended: nothing more will come. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#splitLines('\n');
    for (const { pattern, failed } of this.#waiters) {
      failed(this.#notSeen(pattern, t`The machine ended before the text appeared.`));
    }
    for (const read of this.#readers) read(null);
  }

  /**
   * Waits for a text, beginning behind the last one that was waited for.
   * @returns what matched.
   * @throws Failure with exit status 1 and the last lines of the console when the time is over or the machine
   *   ended, 130 when `signal` was aborted.
   */
  waitFor(pattern: string | RegExp, { timeoutMs, signal }: WaitOptions): Promise<string> {
    return new Promise<string>((resolve, reject) => {
      if (signal?.aborted) return reject(interrupted());
      const settle = (act: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        this.#waiters.delete(waiter);
        act();
      };
      const waiter: Waiter = {
        pattern,
        found: (text) => settle(() => resolve(text)),
        failed: (failure) => settle(() => reject(failure)),
      };
      const abort = () => waiter.failed(interrupted());
      const seconds = timeoutMs / 1000;
      const timer = setTimeout(
        () => waiter.failed(this.#notSeen(pattern, t`It did not appear within ${seconds} s.`)),
        timeoutMs,
      );
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiters.add(waiter);
      this.#serve(waiter);
      if (this.#closed) waiter.failed(this.#notSeen(pattern, t`The machine ended before the text appeared.`));
    });
  }

  lastLines(): string[] {
    return [...this.#lines, this.#line].filter((line) => line.trim() !== '').slice(-shownLines);
  }

  /** Lines from now on, until the machine ends. */
  async *lines(): AsyncGenerator<string> {
    const queue: (string | null)[] = this.#closed ? [null] : [];
    let wake = () => {};
    const read = (line: string | null) => {
      queue.push(line);
      wake();
    };
    this.#readers.add(read);
    try {
      for (;;) {
        const line = queue.shift();
        if (line === null) return;
        if (line !== undefined) yield line;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      this.#readers.delete(read);
    }
  }

  #serve(waiter: Waiter): void {
    const { pattern } = waiter;
    const match = typeof pattern === 'string' ? find(this.#unread, pattern) : pattern.exec(this.#unread);
    if (match === null) return;
    this.#unread = this.#unread.slice(match.index + match[0].length);
    waiter.found(match[0]);
  }

  #splitLines(text: string): void {
    const lines = (this.#line + text).split('\n');
    this.#line = (lines.pop() ?? '').slice(-8192);
    for (const line of lines) {
      if (line.trim() === '') continue;
      this.#lines.push(line);
      for (const read of this.#readers) read(line);
    }
    this.#lines = this.#lines.slice(-shownLines);
  }

  #notSeen(pattern: string | RegExp, why: string): Failure {
    const text = typeof pattern === 'string' ? pattern : pattern.source;
    return stageFailed({
      what: t`The text \`${text}\` did not appear on the serial console.`,
      why,
      lastLines: this.lastLines(),
    });
  }
}

function find(text: string, part: string): { index: number; 0: string } | null {
  const index = text.indexOf(part);
  return index < 0 ? null : { index, 0: part };
}

const movesOfCursor = /\x1b\[\d*(;\d*)?[Hf]/g;
const controls =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[ -/]+[0-~]|\x1b[0-Z\\^-~]|[\x00-\x08\x0b\x0c\x0e-\x1a\x7f]/g;

/**
 * Takes control sequences out: moving the cursor and `\r` begin a new line.
 * @returns `held`: the begin of a sequence whose rest has not come yet.
 */
export function plainText(raw: string): { text: string; held: string } {
  const text = raw.replace(movesOfCursor, '\n').replace(controls, '').replace(/\r\n?/g, '\n');
  const begun = text.lastIndexOf('\x1b');
  if (begun < 0) return { text, held: '' };
  // A sequence is short; what is longer was none.
  if (text.length - begun > 64) return { text: text.replaceAll('\x1b', ''), held: '' };
  return { text: text.slice(0, begun), held: text.slice(begun) };
}
