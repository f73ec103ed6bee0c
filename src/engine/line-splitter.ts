import { StringDecoder } from 'node:string_decoder';

/** Longest line that is kept whole, in UTF-16 units; longer ones come in pieces of this length. */
const longestLine = 8192;

export interface LineSplitter {
  push(bytes: Uint8Array): void;
  /** Gives out the last line, which had no end. */
  end(): void;
}

/** Splits a program's output at `\n`, `\r` and `\r\n`, holding no more than one line in memory. Empty lines are left out. */
export function splitLines(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string) => {
    const lines = (rest + text).split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    for (const line of lines) give(line, onLine);
    while (rest.length > longestLine) {
      onLine(rest.slice(0, longestLine));
      rest = rest.slice(longestLine);
    }
  };
  return {
    push: (bytes) => take(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))),
    end: () => take(`${decoder.end()}\n`),
  };
}

function give(line: string, onLine: (line: string) => void): void {
  for (let at = 0; at < line.length; at += longestLine) onLine(line.slice(at, at + longestLine));
}
