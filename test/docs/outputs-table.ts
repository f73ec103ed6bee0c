import { outputKinds, outputTable } from '../../src/config/outputs.js';

/** What a build can make as a table of Markdown, from the records of the outputs. */
export function outputsMarkdown(): string {
  const rows = outputKinds.map((kind) => {
    const { files, help, differs } = outputTable[kind];
    return `| \`${kind}\` | \`${files}\` | ${help} | ${differs === null ? 'yes' : `no: ${differs}`} |`;
  });
  return [
    '| output | in `output/` | what it is | same lock, same bytes |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}
