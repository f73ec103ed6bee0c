/** A text without the accents of its letters: `Zürich` as `Zurich`. */
export function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}+/gu, '');
}
