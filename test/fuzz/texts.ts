import fc from 'fast-check';
import type { Repetition } from './target.js';

/** Signs and words that break readers of text: quotes, controls, other alphabets, half a character, huge numbers. */
const odd = [
  ...['', ' ', '  ', '\t', '\n', '\n\n', '\r\n', '\r', '\0', '\u001b[2J', '\uFEFF', '\u202e', '\ud800'],
  ...[
    '"',
    "'",
    '`',
    '\\',
    '$',
    '${x}',
    '$(x)',
    '${',
    '$(',
    '$a(',
    '{{',
    '{%',
    '<%',
    '[%',
    '@@',
    '__',
    '%A',
    ';',
    '#',
    '//',
    '/*',
    '<',
    '>',
    '&',
    '%',
    '%00',
    '..',
    '../',
  ],
  ...[
    '-',
    '--',
    '=',
    ':',
    '@',
    '*',
    '?',
    '[',
    ']',
    '[z-a]',
    '{',
    '}',
    '(',
    ')',
    ',',
    '.',
    '/',
    '|',
    '~',
    '^',
  ],
  ...['0', '-1', '1e999', '9007199254740993', '0x10', 'NaN', 'null', 'true', '__proto__', 'constructor'],
  ...['ü', '日本', 'e\u0301', '😀', 'ß', 'İ', 'a'.repeat(300), '-----BEGIN PGP PUBLIC KEY BLOCK-----'],
  ...['-----BEGIN OPENSSH PRIVATE KEY-----', '{{ x }}', 'CHANGEME', '<<<<<<< HEAD', '=======', '>>>>>>> x'],
];

/** One of these words, or anything odd. */
export function wordOf(words: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...words) },
    { weight: 2, arbitrary: fc.constantFrom(...odd) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  );
}

/** Texts of such words, with nothing or a blank between them. */
export function textOf(words: readonly string[], maxLength = 40): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(wordOf(words), fc.constantFrom('', ' ', '\n')), { maxLength })
    .map((pairs) => pairs.flat().join(''));
}

/** A text with some of it cut out, put in or written twice. */
export function damaged(texts: fc.Arbitrary<string>, words: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat({ max: 12 }),
    text: wordOf(words),
    kind: fc.constantFrom('cut', 'put', 'again'),
  });
  return fc.tuple(texts, fc.array(change, { minLength: 1, maxLength: 4 })).map(([text, changes]) =>
    changes.reduce((current, { at, length, text: word, kind }) => {
      const start = Math.floor(at * current.length);
      const piece = current.slice(start, start + length);
      const between = kind === 'cut' ? '' : kind === 'put' ? word : piece + piece;
      return current.slice(0, start) + between + current.slice(start + (kind === 'put' ? 0 : length));
    }, text),
  );
}

/** Large inputs of one to four words, repeated. */
export function repetitionsOf(
  words: readonly string[],
  heads = [''],
  tails = [''],
): fc.Arbitrary<Repetition> {
  const piece = fc
    .array(wordOf([...words, '#', '\n']), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(''))
    .filter((text) => text !== '');
  return fc.record({ head: fc.constantFrom(...heads), piece, tail: fc.constantFrom('', 'x', ...tails) });
}
