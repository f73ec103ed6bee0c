/** What stands between two `*` of a glob. */
interface Segment {
  /** Signs that it matches. */
  length: number;
  pattern: RegExp;
}

/**
 * A shell glob (`*`, `?`, `[a-z]`, `[!a]`) for whole texts. What stands between two `*` is looked for from left to right
 * and never again: `.*` for each of them in one pattern would try all ways to divide a text among them.
 */
export function compiledGlob(glob: string): { test(text: string): boolean } {
  const segments = glob.split('*').map(segmentOf);
  const [first, ...others] = segments as [Segment, ...Segment[]];
  const last = others.pop();
  return {
    test(text) {
      if (!fitsAt(first, text, 0)) return false;
      if (last === undefined) return text.length === first.length;
      let at = first.length;
      for (const segment of others) {
        segment.pattern.lastIndex = at;
        const found = segment.pattern.exec(text);
        if (found === null) return false;
        at = found.index + segment.length;
      }
      return text.length - last.length >= at && fitsAt(last, text, text.length - last.length);
    },
  };
}

function fitsAt({ pattern, length }: Segment, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return length === 0 || pattern.exec(text.slice(0, at + length))?.index === at;
}

function segmentOf(text: string): Segment {
  let length = 0;
  const source = text.replace(/\[!?[^\][]+\]|[\s\S]/g, (part) => {
    length += 1;
    if (part === '?') return '[\\s\\S]';
    if (part.length > 1) return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return { length, pattern: safePattern(source) };
}

/** A class that is not valid, such as `[z-a]`, matches nothing. */
function safePattern(source: string): RegExp {
  try {
    return new RegExp(source, 'g');
  } catch {
    return /(?!)/g;
  }
}
