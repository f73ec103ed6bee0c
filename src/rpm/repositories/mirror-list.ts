import { withoutTrailing } from '../../base/text/ends.js';
import { metalinkMirrors } from './metalink.js';

/** Whether a server has answered with a metalink where a plain list was asked for, as Fedora's does. */
export function isMetalink(text: string): boolean {
  return text.includes('<metalink');
}

/**
 * Base URLs of a mirror list, in its order: one a line, `#` begins a comment. It may be a metalink just as well.
 * @throws MetalinkError for a metalink that cannot be read
 */
export function listedMirrors(text: string): string[] {
  if (isMetalink(text)) return metalinkMirrors(text);
  const lines = text.split('\n').map((line) => withoutTrailing(line.trim(), '/'));
  return [...new Set(lines.filter((line) => /^(https?|file):\/\/\S+$/.test(line)))];
}
