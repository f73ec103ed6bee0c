import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { orderPackages, type PackageRelations } from './package-order.js';

/** A line for each fact, its kind in the first letter (rpm-queryformat(7)). */
const queryFormat = [
  'N%{NAME}\\n',
  '[P%{PROVIDENAME}\\n]',
  '[F%{FILENAMES}\\n]',
  '[R%{REQUIREFLAGS} %{REQUIRENAME}\\n]',
  // OrderWithRequires.
  '[R%{ORDERFLAGS} %{ORDERNAME}\\n]',
].join('');

/** Files of packages in the order in which they are to be installed. `scratch` gets what rpm says of them. */
export async function inInstallOrder(
  place: Workplace,
  packageFiles: readonly string[],
  scratch: string,
): Promise<string[]> {
  const listFile = path.join(scratch, 'relations');
  await place.engine.run({
    program: 'rpm',
    args: ['-qp', '--nosignature', '--nodigest', '--qf', queryFormat, ...packageFiles],
    stdoutFile: listFile,
    purpose: "reading the packages' relations",
    signal: place.signal,
  });
  const relations = parseRelations(await readFile(listFile, 'utf8'));
  return orderPackages(relations).map((position) => packageFiles[position] ?? '');
}

function parseRelations(text: string): PackageRelations[] {
  const packages: {
    name: string;
    provides: string[];
    files: string[];
    requires: { name: string; flags: number }[];
  }[] = [];
  for (const line of text.split('\n')) {
    const fact = line.slice(1);
    const current = packages.at(-1);
    if (line.startsWith('N')) packages.push({ name: fact, provides: [], files: [], requires: [] });
    else if (line.startsWith('P')) current?.provides.push(fact);
    else if (line.startsWith('F')) current?.files.push(fact);
    else if (line.startsWith('R')) {
      const [flags = '', ...words] = fact.split(' ');
      // Packages that have none of a kind say "(none)".
      if (/^\d+$/.test(flags)) current?.requires.push({ flags: Number(flags), name: words.join(' ') });
    }
  }
  return packages;
}
