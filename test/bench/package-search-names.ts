import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { IndexedPackage } from '../../src/rpm/solve/package-index-columns.js';
import { fedora32Folder, fedora43Names } from '../data/index.js';

const primary = 'repodata/ffbba4a82769211b0aecc230744af078f60f52c7cafb1df48034783d1c00ead5-primary.xml.gz';

/** What families of Fedora's packages put before and behind a name; a release has some tens of thousands so. */
const families = [
  ['', ''],
  ['', '-devel'],
  ['', '-doc'],
  ['', '-libs'],
  ['python3-', ''],
  ['perl-', ''],
  ['rust-', '-devel'],
  ['golang-github-', '-devel'],
  ['texlive-', ''],
  ['ghc-', '-devel'],
  ['nodejs-', ''],
  ['php-', ''],
  ['rubygem-', '-doc'],
  ['R-', ''],
  ['mingw64-', '-static'],
] as const;

/**
 * As many packages as Fedora has, the same ones each time: the real ones of test/data, then their words put
 * together again in the manner of Fedora's families.
 */
export async function manyPackages(count: number): Promise<IndexedPackage[]> {
  const real = await realPackages();
  const words = [...new Set([...real.keys()].flatMap((name) => name.split(/[-_]/)))].filter(
    (word) => word.length > 1,
  );
  const summaries = [...real.values()].filter((summary) => summary !== '');
  const names = new Set(real.keys());
  for (let step = 0; names.size < count; step += 1) {
    const [before, behind] = families[step % families.length] as readonly [string, string];
    const word = (factor: number) => words[(step * factor + (step >> 8)) % words.length];
    names.add(
      `${before}${word(7)}${step % 3 === 0 ? '' : `-${word(131)}`}${step % 5 === 0 ? `-${word(31)}` : ''}${behind}`,
    );
  }
  return [...names].map((name, at) => ({
    name,
    summary: real.get(name) || `${summaries[at % summaries.length]} (${name})`,
    version: `${at % 9}.${at % 31}.${at % 7}-${(at % 4) + 1}.fc43`,
    installedBytes: 30_000 + ((at * 104_729) % 20_000_000),
  }));
}

/** Names and summaries of the real packages; the summary is empty where only the name is known. */
async function realPackages(): Promise<Map<string, string>> {
  const names = (await readFile(fedora43Names, 'utf8')).trim().split('\n');
  const xml = gunzipSync(await readFile(path.join(fedora32Folder, primary))).toString();
  const described = [...xml.matchAll(/<name>([^<]+)<\/name>.*?<summary>([^<]*)<\/summary>/gs)];
  return new Map([
    ...names.map((name) => [name, ''] as const),
    ...described.map(([, name, summary]) => [name as string, summary as string] as const),
  ]);
}
