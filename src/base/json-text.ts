import { badInput } from './failure.js';
import { t } from './language/texts.js';
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

/** Bytes that a JSON file may have which people write. */
export const mostDocumentBytes = 1_000_000;

/**
 * Reads JSON and remembers where each field stands.
 * @param file Name for messages.
 * @throws Failure (exit status 2) with `file:line:column` for text that is not valid JSON, and for a key given twice.
 */
export function parseJsonText(text: string, file: string): ParsedJson {
  const places = new Places();
  const value = new Reader(text, file, places).document();
  return {
    value,
    locate(path) {
      for (let outer = path; outer !== ''; outer = outer.replace(/(^|\.)[^.[\]]+$|\[\d+\]$/, '')) {
        const offset = places.offsetOf(outer);
        if (offset !== undefined) return positionAt(text, offset);
      }
      return positionAt(text, places.start);
    },
  };
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** Where fields stand in the text. Elements of a list have a number each and no path, as there may be many. */
class Places {
  /** Of the whole value. */
  start = 0;
  readonly keys = new Map<string, number>();
  readonly lists = new Map<string, number[]>();

  offsetOf(path: string): number | undefined {
    const [, list = '', index] = /^(.*)\[(\d+)\]$/s.exec(path) ?? [];
    return index === undefined ? this.keys.get(path) : this.lists.get(list)?.[Number(index)];
  }
}

const word = /-?[A-Za-z0-9][\w.+-]*/y;
const plainValue = /^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/;

class Reader {
  private at = 0;
  /** The last key that was read: what stands behind it may be a password. */
  private key = '';

  constructor(
    private readonly text: string,
    private readonly file: string,
    private readonly places: Places,
  ) {}

  document(): unknown {
    if (this.text.startsWith('\uFEFF')) this.at = 1;
    this.blanks();
    if (this.at === this.text.length) throw this.wrong(t`The file is empty.`, t`Write at least \`{}\`.`);
    this.places.start = this.at;
    const value = this.value('', 0);
    this.blanks();
    if (this.at < this.text.length)
      throw this.wrong(t`Unexpected text after the end: ${this.here()}.`, t`Remove it.`);
    return value;
  }

  /** @param path of the value, if it is an object or a list */
  private value(path: string, depth: number): unknown {
    if (depth > deepest) throw this.wrong(t`The file is nested too deeply.`, t`Is it the right file?`);
    const first = this.text[this.at];
    if (first === '{') return this.object(path, depth);
    if (first === '[') return this.list(path, depth);
    if (first === '"') return this.string();
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0] ?? '';
    if (plainValue.test(found)) {
      this.at += found.length;
      return JSON.parse(found);
    }
    throw this.wrong(
      this.at === this.text.length
        ? t`The file ends where a value is expected.`
        : t`${this.here()} is not a valid JSON value.`,
      t`A text stands in double quotes; other values are numbers, \`true\`, \`false\`, \`null\`, lists and objects.`,
    );
  }

  private object(path: string, depth: number): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    this.members('}', () => {
      const start = this.at;
      if (this.text[this.at] !== '"')
        throw this.wrong(
          this.at === this.text.length
            ? t`The file ends where a key is expected.`
            : t`${this.here()} is not a valid key.`,
          t`Keys stand in double quotes.`,
        );
      const key = this.string();
      this.key = key;
      if (entries.has(key)) {
        this.at = start;
        throw this.wrong(t`The key \`${key}\` is given twice.`, t`Keep one of them.`);
      }
      const inner = path === '' ? key : `${path}.${key}`;
      this.places.keys.set(inner, start);
      this.blanks();
      if (this.text[this.at] !== ':')
        throw this.wrong(t`A colon is missing behind \`${key}\`.`, t`Write \`"key": value\`.`);
      this.at++;
      this.blanks();
      entries.set(key, this.value(inner, depth + 1));
    });
    return Object.fromEntries(entries);
  }

  private list(path: string, depth: number): unknown[] {
    const elements: unknown[] = [];
    const offsets: number[] = [];
    this.places.lists.set(path, offsets);
    this.members(']', () => {
      offsets.push(this.at);
      const first = this.text[this.at];
      const inner = first === '{' || first === '[' ? `${path}[${elements.length}]` : '';
      elements.push(this.value(inner, depth + 1));
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
            ? t`The file ends before its closing \`${end}\`.`
            : t`A comma or \`${end}\` is missing before ${this.here()}.`,
          t`Write a comma between two of them, \`${end}\` behind the last.`,
        );
      }
      const comma = this.at;
      this.at++;
      if (next === end) return;
      this.blanks();
      if (this.text[this.at] === end) {
        this.at = comma;
        throw this.wrong(
          t`There is a comma before the closing \`${end}\`.`,
          t`JSON allows none there: remove it.`,
        );
      }
    }
  }

  private string(): string {
    try {
      const end = this.stringEnd();
      const value = JSON.parse(this.text.slice(this.at, end)) as string;
      this.at = end;
      return value;
    } catch {
      throw this.wrong(
        t`This text does not end, or holds a bad escape.`,
        t`Close it with \`"\`; write a backslash as \`\\\\\`.`,
      );
    }
  }

  /** Where the string ends that begins here; the end of the text where it does not. */
  private stringEnd(): number {
    for (let at = this.at + 1; at < this.text.length; at++) {
      if (this.text[at] === '\\') at++;
      else if (this.text[at] === '"') return at + 1;
    }
    return this.text.length;
  }

  private blanks(): void {
    while (' \t\r\n'.includes(this.text[this.at] ?? 'x')) this.at++;
    const first = this.text[this.at];
    if (first === '#' || (first === '/' && /[/*]/.test(this.text[this.at + 1] ?? ''))) {
      throw this.wrong(t`JSON has no comments.`, t`Remove it.`);
    }
  }

  /** What stands at the place, unless it may be a secret: a password without its quotes, a private key. */
  private here(): string {
    if (/password/i.test(this.key) || holdsSecret(this.text))
      return t`\`...\` (not shown, as it may be a secret)`;
    return `\`${/[\w"'.+-]{1,30}|./su.exec(this.text.slice(this.at))?.[0] ?? ''}\``;
  }

  private wrong(what: string, remedy: string) {
    const { line, column } = positionAt(this.text, this.at);
    return badInput({ what, where: `${this.file}:${line}:${column}`, remedy });
  }
}
