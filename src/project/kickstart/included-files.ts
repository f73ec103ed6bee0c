import type { IncludeText, IncludeTexts } from './include.js';

/**
 * What files that are included once more may add: where each of them includes the next one twice, it doubles with every
 * file.
 */
export const mostAgainBytes = 200_000;

/** The files that one kickstart file includes, while it is read. */
export class IncludedFiles {
  readonly #texts: IncludeTexts;
  readonly #seen = new Set<string>();
  #againBytes = 0;

  constructor(texts: IncludeTexts) {
    this.#texts = texts;
  }

  get(name: string): IncludeText {
    return this.#texts.get(name) ?? null;
  }

  /** Counts a file that is about to be read; false where it is too much. */
  mayRead(name: string, text: string): boolean {
    // Reading takes time whatever it holds.
    if (this.#seen.has(name)) this.#againBytes += text.length + 100;
    this.#seen.add(name);
    return this.#againBytes <= mostAgainBytes;
  }
}
