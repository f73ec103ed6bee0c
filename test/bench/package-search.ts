import { packageIndexOf } from '../../src/rpm/solve/package-index-columns.js';
import { buildSearch } from '../../src/wizard/packages/search.js';
import { manyPackages } from './package-search-names.js';

const count = 60_000;
const limit = 200;
const rounds = 5;
/** What people type: names, parts of names, with errors, several words; each letter is one search. */
const typed = [
  'networkmanager-wifi',
  'netwrokmanager',
  'kernel-modules-core',
  'kernel modules extra',
  'moby-engine',
  'python3-requests',
  'tcpdmup',
  'pyhton3-jinja',
  'systemd-udev',
  'systmed-resolved',
  'gnu compiler',
  'library for parsing',
  'libstdc++',
  'zzzzzzzz',
  'selinux policy targeted',
  'firmware',
  'openshh-server',
  'a',
  'e',
  'golang github devel',
];

/**
 * How long one keystroke in the search takes, and how much memory index and search take; run by itself:
 * `node --expose-gc build/test/bench/package-search.js`.
 */
async function main(): Promise<void> {
  const packages = await manyPackages(count);
  const index = packageIndexOf(packages);
  packages.length = 0;
  const before = heap();
  const startedAt = performance.now();
  const search = await buildSearch(index);
  const built = performance.now() - startedAt;
  const after = heap();
  const times: { query: string; ms: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const text of typed) {
      // Typed letter by letter, then taken back.
      const forth = Array.from(text, (_, at) => text.slice(0, at + 1));
      for (const query of [...forth, ...forth.toReversed().slice(1)]) {
        const from = performance.now();
        search.search(query, limit);
        times.push({ query, ms: performance.now() - from });
      }
    }
  }
  times.sort((a, b) => a.ms - b.ms);
  const at = (part: number) => (times[Math.floor(part * (times.length - 1))]?.ms ?? Number.NaN).toFixed(2);
  console.log(`${index.names.length} names, ${times.length} keystrokes, limit ${limit}`);
  console.log(`  search     p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`);
  console.log(`  build      ${built.toFixed(0)} ms, ${mebibytes(after - before)} of heap`);
  console.log(`  slowest    ${[...new Set(times.slice(-12).map(({ query }) => `\`${query}\``))].join(' ')}`);
  console.log(`  process    ${mebibytes(process.memoryUsage().rss)} resident`);
}

function heap(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

await main();
