/**
 * Names of files as text without loss: a name is any bytes, and those that are not UTF-8 become single surrogates
 * U+DC80 to U+DCFF, as in Python (PEP 383). Such text compares, and finds its file again by {@link pathBytes}.
 */
export function pathText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return text;
  let result = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    result +=
      length === 0
        ? String.fromCharCode(escapeBase + (bytes[at] as number))
        : bytes.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return result;
}

/** The bytes that {@link pathText} read; other text as UTF-8. */
export function pathBytes(text: string): Buffer {
  if (!/[\udc80-\udcff]/.test(text)) return Buffer.from(text, 'utf8');
  const parts = text.split(/(?<![\ud800-\udbff])([\udc80-\udcff])/);
  return Buffer.concat(
    parts.map((part, index) =>
      index % 2 === 1 ? Buffer.from([part.charCodeAt(0) - escapeBase]) : Buffer.from(part, 'utf8'),
    ),
  );
}

/** A path for a message, on one line: what a terminal could not show is written as `\n`, `\t`, `\x1b`, `\xff`. */
export function shownPath(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]|(?<![\ud800-\udbff])[\udc80-\udcff]/g, (sign) => {
    if (sign === '\n') return '\\n';
    if (sign === '\t') return '\\t';
    return `\\x${(sign.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`;
  });
}

const escapeBase = 0xdc00;

/** Bytes of the UTF-8 character that begins here, 0 where none does. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] as number;
  const length =
    first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  const character = bytes.subarray(at, at + length);
  return character.length === length && Buffer.from(character.toString('utf8'), 'utf8').equals(character)
    ? length
    : 0;
}
