import { badInput } from './failure.js';
import { formatPath, type Step } from './field-path.js';
import { holdsSecret } from './secret-text.js';

export interface Position {
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units as editors count. */
  column: number;
}

export interface ParsedJson {
  value: unknown;
  /** Where a field stands (its key; an element of a list itself), or the nearest outer one, or the beginning. */
  locate(path: string): Position;
}

const deepest = 100;

/**
 * Reads JSON and remembers where each field stands.
 * @param file Name for messages.
 * @throws Failure (exit status 2) with `file:line:column` for text that is no JSON, and for a key given twice.
 */
export function parseJsonText(text: string, file: string): ParsedJson {
  const offsets = new Map<string, number>();
  const value = new Reader(text, file, offsets).document();
  return {
    value,
    locate(path) {
      for (let outer = path; outer !== ''; outer = outer.replace(/(^|\.)[^.[\]]+$|\[\d+\]$/, '')) {
        const offset = offsets.get(outer);
        if (offset !== undefined) return positionAt(text, offset);
      }
      return positionAt(text, offsets.get('') ?? 0);
    },
  };
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

class Reader {
  private at = 0;
  /** The last key that was read: what stands behind it may be a password. */
  private key = '';

  constructor(
    private readonly text: string,
    private readonly file: string,
    private readonly offsets: Map<string, number>,
  ) {}

  document(): unknown {
    if (this.text.startsWith('\uFEFF')) this.at = 1;
    this.blanks();
    if (this.at === this.text.length) throw this.wrong('The file is empty.', 'Write at least `{}`.');
    this.offsets.set('', this.at);
    const value = this.value([]);
    this.blanks();
    if (this.at < this.text.length)
      throw this.wrong(`There is something behind the end: ${this.here()}.`, 'Remove it.');
    return value;
  }

  private value(steps: readonly Step[]): unknown {
    if (steps.length > deepest) throw this.wrong('The file is nested too deeply.', 'Is it the right file?');
    const first = this.text[this.at];
    if (first === '{') return this.object(steps);
    if (first === '[') return this.list(steps);
    if (first === '"') return this.string();
    const plain = /-?[A-Za-z0-9][\w.+-]*/y;
    plain.lastIndex = this.at;
    const word = plain.exec(this.text)?.[0] ?? '';
    if (/^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/.test(word)) {
      this.at += word.length;
      return JSON.parse(word);
    }
    throw this.wrong(
      this.at === this.text.length
        ? 'The file ends where a value is expected.'
        : `${this.here()} is no JSON value.`,
      'A text stands in double quotes; other values are numbers, `true`, `false`, `null`, lists and objects.',
    );
  }

  private object(steps: readonly Step[]): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    this.members('}', () => {
      const start = this.at;
      if (this.text[this.at] !== '"')
        throw this.wrong(`${this.here()} is no key.`, 'Keys stand in double quotes.');
      const key = this.string();
      this.key = key;
      if (entries.has(key)) {
        this.at = start;
        throw this.wrong(`The key \`${key}\` is given twice.`, 'Keep one of them.');
      }
      const inner = [...steps, key];
      this.offsets.set(formatPath(inner), start);
      this.blanks();
      if (this.text[this.at] !== ':')
        throw this.wrong(`A colon is missing behind \`${key}\`.`, 'Write `"key": value`.');
      this.at++;
      this.blanks();
      entries.set(key, this.value(inner));
    });
    return Object.fromEntries(entries);
  }

  private list(steps: readonly Step[]): unknown[] {
    const elements: unknown[] = [];
    this.members(']', () => {
      const inner = [...steps, elements.length];
      this.offsets.set(formatPath(inner), this.at);
      elements.push(this.value(inner));
    });
    return elements;
  }

  /** What stands between brackets, separated by commas. */
  private members(end: string, read: () => void): void {
    this.at++;
    this.blanks();
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    for (;;) {
      read();
      this.blanks();
      const next = this.text[this.at];
      if (next !== ',' && next !== end) {
        throw this.wrong(
          this.at === this.text.length
            ? `The file ends before its closing \`${end}\`.`
            : `A comma or \`${end}\` is missing before ${this.here()}.`,
          `Write a comma between two of them, \`${end}\` behind the last.`,
        );
      }
      const comma = this.at;
      this.at++;
      if (next === end) return;
      this.blanks();
      if (this.text[this.at] === end) {
        this.at = comma;
        throw this.wrong(
          `There is a comma before the closing \`${end}\`.`,
          'JSON wants none there: remove it.',
        );
      }
    }
  }

  private string(): string {
    const whole = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
    whole.lastIndex = this.at;
    const match = whole.exec(this.text);
    if (match === null) {
      throw this.wrong(
        'This text does not end, or holds a bad escape.',
        'Close it with `"`; write a backslash as `\\\\`.',
      );
    }
    this.at += match[0].length;
    return JSON.parse(match[0]) as string;
  }

  private blanks(): void {
    const blank = /[ \t\r\n]*/y;
    blank.lastIndex = this.at;
    this.at += blank.exec(this.text)?.[0].length ?? 0;
    if (/^(\/\/|\/\*|#)/.test(this.text.slice(this.at, this.at + 2))) {
      throw this.wrong('JSON has no comments.', 'Remove it.');
    }
  }

  /** What stands at the place, unless it may be a secret: a password without its quotes, a private key. */
  private here(): string {
    if (/password/i.test(this.key) || holdsSecret(this.text))
      return '`...` (not shown, as it may be a secret)';
    return `\`${/[\w"'.+-]{1,30}|./su.exec(this.text.slice(this.at))?.[0] ?? ''}\``;
  }

  private wrong(what: string, remedy: string) {
    const { line, column } = positionAt(this.text, this.at);
    return badInput({ what, where: `${this.file}:${line}:${column}`, remedy });
  }
}
