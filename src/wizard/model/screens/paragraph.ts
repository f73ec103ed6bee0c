import { sentences, translated } from '../../../base/language/texts.js';
/** A paragraph of help, in sentences where some are about keys, which plain mode has none of. */
export type Paragraph = string | readonly (string | { keys: string })[];

/** All that a paragraph says. */
export function wholeText(paragraph: Paragraph): string {
  return sentences(
    ...sentencesOf(paragraph).map((one) => translated(typeof one === 'string' ? one : one.keys)),
  );
}

/** What paragraphs say apart from keys; those that say nothing else are left out. */
export function textsWithoutKeys(paragraphs: readonly Paragraph[]): string[] {
  return paragraphs
    .map((paragraph) =>
      sentences(
        ...sentencesOf(paragraph)
          .filter((one) => typeof one === 'string')
          .map(translated),
      ),
    )
    .filter((text) => text !== '');
}

function sentencesOf(paragraph: Paragraph): readonly (string | { keys: string })[] {
  return typeof paragraph === 'string' ? [paragraph] : paragraph;
}
