/** What the mouse did, in cells of the terminal from 0. */
export type MouseReport =
  /** The left button, without Shift, Alt or Ctrl. */
  | { kind: 'down' | 'up'; column: number; line: number }
  /** A step of the wheel: down is 1. */
  | { kind: 'wheel'; by: 1 | -1 };

/** Xterm control sequences, "Mouse Tracking": buttons and wheel (1000), in numbers (SGR, 1006). */
export const takeMouse = '\u001B[?1006h\u001B[?1000h';
export const leaveMouse = '\u001B[?1000l\u001B[?1006l';

/** The beginning of a report that may still be a key: Escape, or another sequence. */
const open = /^\u001B\[?$/;
/** One that can be nothing else. */
const certain = /^\u001B\[<[\d;]{0,20}$/;
const whole = /^\u001B\[<(\d+);(\d+);(\d+)([Mm])$/;
/** The old form, from terminals that do not know the new one: three characters follow. */
const oldForm = '\u001B[M';

/**
 * Takes the reports of the mouse out of what is typed, however a slow line has cut them: no part of one may be taken
 * for keys, as it would be typed into a field.
 */
export class MouseFilter {
  /** As much of a report as was read. */
  #begun = '';
  /** What of that was kept back. */
  #held = '';
  /** Characters of a report in the old form that are still to come. */
  #toDrop = 0;

  /** What was read last may be the beginning of a report. */
  get isOpen(): boolean {
    return this.#begun !== '';
  }

  /** Something is kept back that may be a key. */
  get holds(): boolean {
    return this.#held !== '';
  }

  /** @returns keys and reports in the order in which they were typed; keys as they were read */
  read(text: string): (string | MouseReport)[] {
    if (this.#begun === '' && this.#toDrop === 0 && !text.includes('\u001B')) return [text];
    const parts: (string | MouseReport)[] = [];
    let keys = '';
    for (const char of text) {
      const report = this.#take(char, (typed) => {
        keys += typed;
      });
      if (report === null) continue;
      if (keys !== '') parts.push(keys);
      keys = '';
      parts.push(report);
    }
    if (keys !== '') parts.push(keys);
    return parts;
  }

  /**
   * Nothing came after what is kept back: it is a key. Should the rest of a report come all the same, it is known.
   * @returns it
   */
  giveUp(): string {
    const held = this.#held;
    this.#held = '';
    return held;
  }

  /** The rest of what was begun will not come any more. */
  forget(): void {
    if (this.#held === '' && open.test(this.#begun)) this.#begun = '';
  }

  #take(char: string, type: (keys: string) => void): MouseReport | null {
    if (this.#toDrop > 0) {
      this.#toDrop -= 1;
      return null;
    }
    const next = this.#begun + char;
    if (open.test(next)) {
      this.#begun = next;
      this.#held += char;
      return null;
    }
    if (certain.test(next)) {
      this.#begun = next;
      this.#held = '';
      return null;
    }
    const held = this.#held;
    const wasCertain = certain.test(this.#begun);
    this.#begun = '';
    this.#held = '';
    const numbers = whole.exec(next);
    if (numbers !== null) return reportOf(numbers);
    if (next === oldForm) this.#toDrop = 3;
    // Half a report, and then something else: that counts, and may begin another one.
    else if (wasCertain) return this.#take(char, type);
    else if (char === '\u001B') {
      type(held);
      return this.#take(char, type);
    } else type(held + char);
    return null;
  }
}

const leftButton = 0;
const wheel = 64;

/** Null: something that nobody asked for. */
function reportOf([, code, column, line, end]: readonly string[]): MouseReport | null {
  const button = Number(code);
  if (button === wheel || button === wheel + 1) return { kind: 'wheel', by: button === wheel ? -1 : 1 };
  if (button !== leftButton) return null;
  return { kind: end === 'M' ? 'down' : 'up', column: Number(column) - 1, line: Number(line) - 1 };
}
