import { StringDecoder } from 'node:string_decoder';

/** Longest line that is kept whole, in UTF-16 units, where no other is named. */
const usualLongest = 8192;

export interface LineSplitter {
  push(bytes: Uint8Array): void;
  /** Gives out the last line, which had no end. */
  end(): void;
}

/**
 * Splits a program's output at `\n`, `\r` and `\r\n`, holding no more than one line in memory. Empty lines are left out.
 * @param longest longer lines come in pieces of this length, in UTF-16 units
 */
export function splitLines(onLine: (line: string) => void, longest = usualLongest): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const give = (line: string) => {
    for (let at = 0; at < line.length; at += longest) onLine(line.slice(at, at + longest));
  };
  const take = (text: string) => {
    const lines = (rest + text).split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    for (const line of lines) give(line);
    while (rest.length > longest) {
      onLine(rest.slice(0, longest));
      rest = rest.slice(longest);
    }
  };
  return {
    push: (bytes) => take(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))),
    end: () => take(`${decoder.end()}\n`),
  };
}
