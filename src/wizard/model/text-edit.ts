import { graphemesOf } from '../../base/text/width.js';
import type { Key } from './key.js';

/** Text with a caret, as it stands in an input field. */
export interface EditedText {
  text: string;
  /** UTF-16 index, always between two graphemes. */
  caret: number;
}

/** Text with the caret behind it. */
export function atEnd(text: string): EditedText {
  return { text, caret: text.length };
}

/** Puts text in at the caret. Control characters are blanks: a field has one line. */
export function insert({ text, caret }: EditedText, added: string): EditedText {
  const clean = added.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return { text: text.slice(0, caret) + clean + text.slice(caret), caret: caret + clean.length };
}

export function deleteBefore({ text, caret }: EditedText): EditedText {
  const start = boundaryBefore(text, caret);
  return { text: text.slice(0, start) + text.slice(caret), caret: start };
}

export function deleteAfter({ text, caret }: EditedText): EditedText {
  return { text: text.slice(0, caret) + text.slice(boundaryAfter(text, caret)), caret };
}

export function deleteWordBefore({ text, caret }: EditedText): EditedText {
  const before = text.slice(0, caret).trimEnd();
  const blank = [...before.matchAll(/\s/gu)].at(-1);
  const kept = before.slice(0, blank === undefined ? 0 : blank.index + 1);
  return { text: kept + text.slice(caret), caret: kept.length };
}

export function deleteToStart({ text, caret }: EditedText): EditedText {
  return { text: text.slice(caret), caret: 0 };
}

export function moveCaret({ text, caret }: EditedText, to: 'left' | 'right' | 'home' | 'end'): EditedText {
  const places = {
    left: boundaryBefore(text, caret),
    right: boundaryAfter(text, caret),
    home: 0,
    end: text.length,
  };
  return { text, caret: places[to] };
}

function boundaryBefore(text: string, caret: number): number {
  let last = 0;
  for (const { index } of graphemesOf(text)) {
    if (index >= caret) break;
    last = index;
  }
  return last;
}

function boundaryAfter(text: string, caret: number): number {
  for (const { index } of graphemesOf(text)) if (index > caret) return index;
  return text.length;
}

/** What a key does to a line of text. */
export function editText(before: EditedText, key: Key): EditedText {
  switch (key.name) {
    case 'backspace':
      return deleteBefore(before);
    case 'delete':
      return deleteAfter(before);
    case 'ctrl+w':
      return deleteWordBefore(before);
    case 'ctrl+u':
      return deleteToStart(before);
    case 'left':
    case 'right':
    case 'home':
    case 'end':
      return moveCaret(before, key.name);
    default:
      return key.text === '' ? before : insert(before, key.text);
  }
}
