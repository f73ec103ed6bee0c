import { stripVTControlCharacters } from 'node:util';

/** What a program wrote for a terminal of its own: colours and tabs would move what stands beside them. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\t/g, '    ')
    .replace(/\p{Cc}+/gu, '');
}
