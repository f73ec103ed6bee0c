import { type Binding, type KeyContext, keyTable } from '../../src/wizard/model/key-table.js';

/** Where a key works, in words, in the order of the table. */
const places: readonly (readonly [title: string, contexts: readonly KeyContext[]])[] = [
  ['start', ['start', 'start-own']],
  ['fields, choices', ['choice', 'form', 'secret']],
  ['packages', ['packages']],
  ['search', ['search']],
  ['sizes', ['sizes']],
  ['review', ['review', 'review-row']],
  ['result', ['result']],
  ['log', ['log']],
];
const screens = places.flatMap(([, contexts]) => contexts);
/** A key that so many know is told once. */
const most = 5;

/** The keys of the wizard as a table of Markdown, from the one table that the program has. */
export function keysMarkdown(): string {
  const common = keyTable.filter(({ where }) => screens.filter((one) => where.includes(one)).length >= most);
  const rows = places.map(([title, contexts]) =>
    row(
      title,
      keyTable.filter((one) => !common.includes(one) && one.where.some((at) => contexts.includes(at))),
    ),
  );
  return ['| where | keys |', '|---|---|', row('most screens', common), ...rows].join('\n');
}

function row(title: string, bindings: readonly Binding[]): string {
  const told = bindings.map(({ shown, hint }) => `\`${shown}\` ${hint}`);
  return `| ${title} | ${[...new Set(told)].join(', ')} |`;
}
