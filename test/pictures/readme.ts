import { type KeyContext, keyTable } from '../../src/wizard/key-table.js';

const markers = { from: '<!-- keys: npm run pictures -->', to: '<!-- end of keys -->' };

/** Where a key works, in words, in the order of the table. */
const places: readonly (readonly [title: string, contexts: readonly KeyContext[]])[] = [
  ['everywhere', []],
  ['start', ['start']],
  ['fields, lists', ['choice', 'form']],
  ['packages', ['packages', 'search']],
  ['sizes', ['sizes']],
  ['review', ['review']],
  ['result', ['result']],
];

/** The keys of the wizard as a table of Markdown, from the one table that the program has. */
export function keysMarkdown(): string {
  const everywhere = keyTable.filter(({ where }) => where.length > 7);
  const rows = places.map(([title, contexts]) => {
    const bindings =
      contexts.length === 0
        ? everywhere
        : keyTable.filter(
            (one) => !everywhere.includes(one) && one.where.some((at) => contexts.includes(at)),
          );
    const told = bindings.map(({ shown, hint }) => `\`${shown}\` ${hint}`);
    return `| ${title} | ${[...new Set(told)].join(', ')} |`;
  });
  return ['| where | keys |', '|---|---|', ...rows].join('\n');
}

/** The README with the keys as they are today. */
export function withKeys(readme: string): string {
  const [before, rest] = readme.split(markers.from);
  const after = rest?.split(markers.to)[1];
  if (before === undefined || after === undefined) throw new Error('The README has no place for the keys.');
  return `${before}${markers.from}\n\n${keysMarkdown()}\n\n${markers.to}${after}`;
}

/** Paths of the pictures that the README shows. */
export function picturesIn(readme: string): string[] {
  return [...readme.matchAll(/(?:!\[[^\]]*\]\(|<img [^>]*src=")([^)"]+\.svg)/g)].map(([, file = '']) => file);
}
